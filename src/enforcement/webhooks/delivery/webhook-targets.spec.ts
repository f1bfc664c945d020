import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../config.js';
import { Problem } from '../../../domain/problem.js';
import { TargetRefused, WebhookTargets } from './webhook-targets.service.js';

function targets(hosts = ''): WebhookTargets {
  return new WebhookTargets(readConfig({ DUANKA_WEBHOOK_HOSTS: hosts }));
}

describe('the places that webhooks may go to', () => {
  it('are public addresses, whatever name leads there', async () => {
    expect(await targets().addressesOf(new URL('https://8.8.8.8/'))).toEqual([{ address: '8.8.8.8', family: 4 }]);
    await expect(targets().addressesOf(new URL('https://localhost/'))).rejects.toThrow(TargetRefused);
  });

  it.each(['127.0.0.0/8,::1/128', 'localhost', '*.example.cn,localhost'])(
    'are those too that the operator allows: %s',
    async (hosts) => {
      const addresses = await targets(hosts).addressesOf(new URL('https://localhost/'));

      expect(addresses.map(({ address }) => address)).toContainEqual(expect.stringMatching(/^127\.|^::1$/));
    },
  );

  it('are reached by https, even where the operator allows the place', () => {
    expect(() => targets('10.0.0.0/8').read('http://10.0.0.1/')).toThrow(Problem);
    expect(targets('10.0.0.0/8').read('https://10.0.0.1/hooks#part').href).toBe('https://10.0.0.1/hooks');
    expect(() => targets('10.0.0.0/8').read('https://11.0.0.1@10.0.0.2/')).toThrow(Problem);
    expect(() => targets('10.0.0.0/8').read('https://192.168.0.1/')).toThrow(Problem);
  });

  it.each(['*.localhost', '*.calhost', 'localhost.cn', '10.0.0.0/8'])(
    'are no others for that: %s does not allow localhost',
    async (hosts) => {
      await expect(targets(hosts).addressesOf(new URL('https://localhost/'))).rejects.toThrow(TargetRefused);
    },
  );

  it('are settings that can be read, or the service does not start', () => {
    expect(() => readConfig({ DUANKA_WEBHOOK_HOSTS: 'https://a.example/' })).toThrow(/DUANKA_WEBHOOK_HOSTS/);
  });
});
