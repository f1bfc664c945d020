import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '../../../config.js';
import { Problem } from '../../../domain/problem.js';

/** Where a name leads, as `dns.lookup` says it. */
export interface TargetAddress {
  address: string;
  family: number;
}

/** The place a webhook was to go to must not be called. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/**
 * Which places are called: https on public addresses, and what `DUANKA_WEBHOOK_HOSTS` names besides. A client must not have us
 * ask our own network (SSRF): names are judged by the addresses they lead to, at every call anew.
 */
@Injectable()
export class WebhookTargets {
  constructor(private readonly config: Config) {}

  /**
   * The URL of a request. Where its name leads is not asked here: that may change any time.
   *
   * @throws {Problem} `webhook-url-refused`
   */
  read(text: string): URL {
    if (!URL.canParse(text)) throw new Problem('webhook-url-refused');
    const url = new URL(text);
    const host = hostOf(url);
    const isRefused =
      !this.isProtocolAllowed(url) ||
      url.username !== '' ||
      url.password !== '' ||
      (ipaddr.isValid(host) && !this.isAllowed(url, host)) ||
      (host === 'localhost' && !this.config.isDemo) ||
      (url.protocol === 'http:' && host !== 'localhost' && !ipaddr.isValid(host));
    if (isRefused) throw new Problem('webhook-url-refused');
    url.hash = '';
    return url;
  }

  /**
   * The addresses a call may connect to, and no others.
   *
   * @throws {TargetRefused} if its name leads to none that is allowed
   * @throws {Error} if the name is not found
   */
  async addressesOf(url: URL): Promise<TargetAddress[]> {
    const host = hostOf(url);
    const found = ipaddr.isValid(host)
      ? [{ address: host, family: ipaddr.parse(host).kind() === 'ipv6' ? 6 : 4 }]
      : await lookup(host, { all: true });
    const allowed = found.filter(({ address }) => this.isAllowed(url, address));
    if (!this.isProtocolAllowed(url) || allowed.length === 0) throw new TargetRefused();
    return allowed;
  }

  private isProtocolAllowed({ protocol }: URL): boolean {
    return protocol === 'https:' || (protocol === 'http:' && this.config.isDemo);
  }

  private isAllowed(url: URL, address: string): boolean {
    const parsed = ipaddr.process(address);
    const range = parsed.range();
    if (range === 'loopback' && this.config.isDemo) return true;
    // In clear only within this machine.
    if (url.protocol !== 'https:') return false;
    return range === 'unicast' || this.config.webhookHosts.some((allowed) => isWithin(allowed, hostOf(url), parsed));
  }
}

function isWithin(allowed: string, host: string, address: ReturnType<typeof ipaddr.process>): boolean {
  if (!ipaddr.isValidCIDR(allowed))
    return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
  const [network, bits] = ipaddr.parseCIDR(allowed);
  return network.kind() === address.kind() && address.match(network, bits);
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
