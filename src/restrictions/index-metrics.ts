import { Injectable } from '@nestjs/common';
import { Gauge, type Aggregator } from 'prom-client';
import { Metrics } from '../platform/metrics.js';
import { Restrictions, type IndexStanding } from './restrictions.service.js';

type Reading = (standing: IndexStanding) => number | undefined;

/** What several workers of a host make of it: each has the index, so the worst of them is shown, and their memory is added up. */
const OF_ALL_WORKERS: Readonly<Record<string, Aggregator>> = { revision: 'min', bytes: 'sum' };

const GAUGES: readonly (readonly [name: string, help: string, read: Reading])[] = [
  ['revision', 'Revision of the restriction index', ({ index }) => index?.revision],
  [
    'lag',
    'Revisions the database has and the restriction index has not',
    ({ index, newest }) => newest - (index?.revision ?? 0),
  ],
  ['age_seconds', 'Time since the database last confirmed the restriction index', ({ ageSeconds }) => ageSeconds],
  ['load_seconds', 'Time the last load of the whole restriction index took', ({ loadSeconds }) => loadSeconds],
  ['subjects', 'Sanctioned subjects in the restriction index', ({ index }) => index?.sizes().sanctionedSubjects],
  [
    'recorded_subjects',
    'Subjects in the restriction index, holders of cards included',
    ({ index }) => index?.sizes().subjects,
  ],
  ['sanctions', 'Sanctions in the restriction index', ({ index }) => index?.sizes().sanctions],
  ['cards', 'Cards in the restriction index', ({ index }) => index?.sizes().cards],
  ['listings', 'Entries of the card blacklist in the restriction index', ({ index }) => index?.sizes().listings],
  ['bytes', 'Memory of the restriction index', ({ index }) => index?.sizes().bytes],
  [
    'bytes_per_subject',
    'Memory of a sanctioned subject, its sanctions included',
    ({ index }) => index?.bytesPerSubject(),
  ],
];

/** How the restriction index of this node stands, as `duanka_index_…`. What is not known is left out. */
@Injectable()
export class IndexMetrics {
  constructor(metrics: Metrics, restrictions: Restrictions) {
    for (const [name, help, read] of GAUGES) {
      metrics.register(
        new Gauge({
          name: `duanka_index_${name}`,
          help,
          aggregator: OF_ALL_WORKERS[name] ?? 'max',
          registers: [],
          collect() {
            const value = read(restrictions.standing());
            if (value === undefined || !Number.isFinite(value)) this.remove();
            else this.set(value);
          },
        }),
      );
    }
  }
}
