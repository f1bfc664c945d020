/** Questions about people of the demo data, for the OpenAPI document. With `asOf`, so that the answers do not age. */
const BANK = {
  action: 'bank_account.outflow',
  subject: { idType: 'resident_id', idNumber: '500230188004276798', name: '尤静国' },
  channel: 'online',
  purpose: 'transfer',
  asOf: '2025-01-05T10:00:00+08:00',
};

const CARRIER = {
  action: 'mobile_sim.activate',
  subject: { idType: 'resident_id', idNumber: '500117188009177151' },
  channel: 'counter',
  inPerson: true,
  asOf: '2025-01-05T10:00:00+08:00',
};

const CLEAN = {
  action: 'bank_account.open',
  subject: { idType: 'resident_id', idNumber: '110101188001010011' },
  channel: 'counter',
};

export const REQUEST_EXAMPLES = {
  bank: { summary: 'A bank: may this person transfer money online? (demo-bank-a)', value: BANK },
  carrier: { summary: 'A carrier: may this person have a new SIM? (demo-carrier-a)', value: CARRIER },
  clean: { summary: 'A person without any sanction (demo-bank-a)', value: CLEAN },
};

const { subject: _bankCustomer, ...ASKED_OF_BANK } = BANK;
const { subject: _carrierCustomer, ...ASKED_OF_CARRIER } = CARRIER;

export const SUBJECT_EXAMPLES = {
  bank: { summary: 'As a bank: money out by mobile bank', value: ASKED_OF_BANK },
  carrier: { summary: 'As a carrier: a new SIM at the counter', value: ASKED_OF_CARRIER },
};

export const ARRAY_EXAMPLE = [BANK, CLEAN];

export const LINES_EXAMPLE = ARRAY_EXAMPLE.map((question) => `${JSON.stringify(question)}\n`).join('');
