import { Modal, type ModalProps } from 'antd';

/**
 * A dialog over the page. It is left by its buttons: a stray click or key would throw away what was typed. What has no field
 * may say `keyboard`. The window itself never scrolls, so nothing has to be locked, which antd would do with a style that the
 * policy of the page forbids.
 */
export function Dialog(props: ModalProps) {
  return <Modal mask={{ closable: false }} keyboard={false} {...props} destroyOnHidden scrollLock={false} />;
}
