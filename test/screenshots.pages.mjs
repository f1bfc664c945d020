/**
 * Which pictures there are of the console, in their order: a name, who looks, and at which address below `/console`. `open` goes on to
 * the first link whose address begins so, as nobody knows the ids of the demo data beforehand.
 *
 * @typedef {{ name: string, officer: string, path: string, open?: string }} PictureOf
 * @type {readonly PictureOf[]}
 */
export const PICTURES = [
  { name: 'dashboard', officer: 'province-approver', path: '/' },
  { name: 'dashboard-institutions', officer: 'province-approver', path: '/?tab=institution' },
  { name: 'lists', officer: 'city-submitter', path: '/lists' },
  { name: 'subjects', officer: 'city-submitter', path: '/subjects' },
  { name: 'sanctions', officer: 'auditor', path: '/sanctions?standing=in_force' },
  { name: 'transition', officer: 'province-approver', path: '/transition' },
  { name: 'directives', officer: 'province-approver', path: '/directives' },
  { name: 'appeals', officer: 'appeals-officer', path: '/appeals' },
  { name: 'rules', officer: 'rules-author', path: '/rules' },
  { name: 'audit', officer: 'auditor', path: '/audit' },
  { name: 'account', officer: 'city-submitter', path: '/account' },
];
