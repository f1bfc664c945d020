/** The node cannot be what `DUANKA_ROLE` says on this database; the message tells the operator what to do. */
export class NodeRoleError extends Error {
  override readonly name = 'NodeRoleError';
}
