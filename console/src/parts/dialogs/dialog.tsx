import { Modal, type ModalProps } from 'antd';

/** A dialog over the page. The window itself never scrolls, so nothing has to be locked, which antd would do with a style that the policy of the page forbids. */
export function Dialog(props: ModalProps) {
  return <Modal {...props} destroyOnHidden scrollLock={false} />;
}
