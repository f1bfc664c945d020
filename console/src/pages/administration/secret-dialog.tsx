import { Alert, Button, Flex, Input, type InputRef } from 'antd';
import { useRef } from 'react';
import { useWords, words } from '../../language/words';
import { Dialog } from '../../parts/dialogs/dialog';
import { useToast } from '../../parts/toasts';

const WORDS = words({
  zh: {
    once: '只显示这一次',
    why: '关闭后无法再次查看。请当面或通过安全渠道交给使用人。',
    copy: '复制',
    copied: '已复制',
    done: '已妥善保存',
  },
  en: {
    once: 'Shown this once',
    why: 'It cannot be seen again. Hand it over in person or by a secure channel.',
    copy: 'Copy',
    copied: 'Copied',
    done: 'I have kept it',
  },
});

/** A password or secret that is shown once, to be copied. */
export default function SecretDialog({
  title,
  secret,
  onClose,
}: {
  title: string;
  secret: string;
  onClose: () => void;
}) {
  const said = useWords(WORDS);
  const toast = useToast();
  const shown = useRef<InputRef>(null);
  const copy = async (): Promise<void> => {
    shown.current?.select();
    // Browsers give pages without https no clipboard: what is selected is copied by the keyboard.
    if (!window.isSecureContext) return;
    await navigator.clipboard.writeText(secret);
    toast(said.copied);
  };
  return (
    <Dialog
      open
      title={title}
      okText={said.done}
      cancelButtonProps={{ style: { display: 'none' } }}
      closable={false}
      onOk={onClose}
    >
      <Alert type="warning" showIcon title={said.once} description={said.why} />
      <Flex gap={8} style={{ marginTop: 16 }}>
        <Input ref={shown} readOnly value={secret} aria-label={title} onFocus={({ target }) => target.select()} />
        <Button onClick={() => void copy()}>{said.copy}</Button>
      </Flex>
    </Dialog>
  );
}
