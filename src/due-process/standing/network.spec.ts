import { describe, expect, it } from '@jest/globals';
import { networkOf } from './network.js';

describe('an address, as far as it counts for one caller', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', 'of IPv4 the whole'],
    ['::ffff:203.0.113.7', '203.0.113.7', 'IPv4 that is written as IPv6'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2', 'of IPv6 the network'],
    ['2001:DB8:0001:0002::6', '2001:db8:1:2', 'however it is written'],
    ['2001:db8::6', '2001:db8:0:0', 'zeros left out within the network'],
    ['::1', '0:0:0:0', 'zeros left out from the start'],
    ['fe80::1%eth0', 'fe80:0:0:0', 'without its interface'],
    ['nonsense', 'nonsense', 'what is no address at all is itself'],
  ])('%s is %s: %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
