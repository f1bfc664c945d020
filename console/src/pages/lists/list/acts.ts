import { client, type Problem } from '../../../api/client';
import { words } from '../../../language/words';

/** A step in the life of a list. */
export type Act = 'submit' | 'withdraw' | 'approve' | 'reject';

/** What the acts are called, what pressing the button does, and what is said afterwards. */
export const ACT_WORDS = words({
  zh: {
    submit: { name: '提交审批', label: '', done: '名单已提交,等待审批' },
    withdraw: { name: '撤回', label: '撤回原因', done: '名单已撤回' },
    approve: { name: '批准', label: '审批意见', done: '名单已批准,即时生效' },
    reject: { name: '驳回', label: '驳回理由', done: '名单已驳回' },
  },
  en: {
    submit: { name: 'Submit for approval', label: '', done: 'The list waits for approval' },
    withdraw: { name: 'Withdraw', label: 'Why it is withdrawn', done: 'The list is withdrawn' },
    approve: { name: 'Approve', label: 'Remark', done: 'The list is approved and in effect' },
    reject: { name: 'Reject', label: 'Why it is rejected', done: 'The list is rejected' },
  },
});

interface Signed {
  id: string;
  /** Of the list as it was on the screen: an approver signs what was read. */
  contentHash: string;
  remark: string;
}

/** @returns why the service did not do it */
export async function doAct(act: Act, { id, contentHash, remark }: Signed): Promise<Problem | undefined> {
  const params = { path: { id } };
  if (act === 'submit') return (await client.POST('/v1/sanction-lists/{id}/submit', { params })).error;
  if (act === 'approve') {
    return (await client.POST('/v1/sanction-lists/{id}/approve', { params, body: { remark, contentHash } })).error;
  }
  const body = { remark };
  if (act === 'reject') return (await client.POST('/v1/sanction-lists/{id}/reject', { params, body })).error;
  return (await client.POST('/v1/sanction-lists/{id}/withdraw', { params, body })).error;
}
