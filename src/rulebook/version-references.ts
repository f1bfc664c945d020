import { dayAfter } from '../domain/period.js';
import type { LocalDate } from '../domain/period.js';
import { below, finding } from './finding.js';
import type { Finding, Place } from './finding.js';

/** Whether versions stand in the order of their days, each beginning on the day after the one before it ends. */
export function checkVersions(
  place: Place,
  versions: readonly { from: LocalDate; to?: LocalDate }[],
  name = 'versions',
): Finding[] {
  return versions.flatMap((version, index) => {
    const at = below(place, name, index);
    const found: Finding[] = [];
    if (version.to !== undefined && version.to < version.from) found.push(finding(at, 'versions-overlap', BACKWARD));
    const previous = versions[index - 1];
    if (previous === undefined) return found;
    const isEarlier = version.from <= previous.from;
    if (isEarlier || (previous.to !== undefined && version.from <= previous.to)) {
      found.push(finding(at, 'versions-overlap', OVERLAP));
    } else if (previous.to !== undefined && version.from > dayAfter(previous.to)) {
      found.push(finding(at, 'versions-gap', GAP));
    }
    return found;
  });
}

const BACKWARD = { zh: '版本的结束日早于开始日', en: 'The version ends before it begins' };
const OVERLAP = { zh: '版本与前一版本重叠', en: 'The version overlaps the one before it' };
const GAP = { zh: '版本之间有空档', en: 'There is a gap before the version' };
