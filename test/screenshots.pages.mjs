/**
 * Which pictures there are of the console, in their order: a name, who looks, and at which address below `/console`. `open` goes on to
 * the first link whose address begins so, as nobody knows the ids of the demo data beforehand, and `query` is put behind its address.
 *
 * @typedef {{ name: string, officer: string, path: string, open?: string, query?: string }} PictureOf
 * @type {readonly PictureOf[]}
 */
export const PICTURES = [
  { name: 'dashboard', officer: 'province-approver', path: '/' },
  { name: 'dashboard-institutions', officer: 'province-approver', path: '/?tab=institution' },
  { name: 'lists', officer: 'city-submitter', path: '/lists' },
  { name: 'list-new', officer: 'city-submitter', path: '/lists/new' },
  { name: 'list-rows', officer: 'city-submitter', path: '/lists', open: '/lists/0', query: '?tab=rows' },
  { name: 'list-summary', officer: 'city-approver', path: '/lists', open: '/lists/0', query: '?tab=summary' },
  { name: 'list-execution', officer: 'city-approver', path: '/lists', open: '/lists/0', query: '?tab=execution' },
  { name: 'subjects', officer: 'city-submitter', path: '/subjects' },
  { name: 'subject', officer: 'city-submitter', path: '/sanctions?standing=in_force', open: '/subjects/' },
  {
    name: 'subject-ask',
    officer: 'city-submitter',
    path: '/sanctions?standing=in_force',
    open: '/subjects/',
    query: '?tab=ask',
  },
  { name: 'sanctions', officer: 'auditor', path: '/sanctions?standing=in_force' },
  { name: 'transition', officer: 'province-approver', path: '/transition' },
  { name: 'scoreboard', officer: 'province-approver', path: '/scoreboard' },
  { name: 'directives', officer: 'province-approver', path: '/directives' },
  { name: 'directive', officer: 'province-approver', path: '/directives', open: '/directives/' },
  { name: 'card', officer: 'city-submitter', path: '/directives?scope=named', open: '/cards/' },
  { name: 'reconciliation', officer: 'province-approver', path: '/reconciliation' },
  { name: 'campaigns', officer: 'city-submitter', path: '/campaigns' },
  { name: 'card-orders', officer: 'city-submitter', path: '/card-orders' },
  { name: 'retained-sims', officer: 'city-approver', path: '/retained-sims' },
  { name: 'appeals', officer: 'appeals-officer', path: '/appeals' },
  { name: 'appeal-new', officer: 'appeals-officer', path: '/appeals/new' },
  { name: 'liftings', officer: 'appeals-officer', path: '/liftings' },
  { name: 'rules', officer: 'rules-author', path: '/rules' },
  { name: 'rulebook', officer: 'rules-author', path: '/rules', open: '/rules/sha256' },
  { name: 'rulebook-terms', officer: 'rules-author', path: '/rules', open: '/rules/sha256', query: '?part=terms' },
  { name: 'rulebook-new', officer: 'rules-author', path: '/rules/new' },
  { name: 'audit', officer: 'auditor', path: '/audit' },
  { name: 'officers', officer: 'admin', path: '/officers' },
  { name: 'clients', officer: 'admin', path: '/clients' },
  { name: 'institutions', officer: 'admin', path: '/institutions' },
  { name: 'account', officer: 'city-submitter', path: '/account' },
];
