import type { DesignationDto } from '../../src/lists/lists.dto.js';
import { residentCheckCharacter } from '../../src/domain/check-characters.js';

let issued = 0;

/** A valid resident ID of an impossible person: born 1880-1899, each call another. */
export function aResidentId(region = '500105'): string {
  issued += 1;
  const day = new Date(Date.UTC(1880, 0, 1) + (issued % 7000) * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const body = `${region}${day}${String(Math.floor(issued / 7000) % 1000).padStart(3, '0')}`;
  return body + residentCheckCharacter(body);
}

/** A valid designation under the 2024 Measures: three bank cards rented out, identified by a city organ. */
export function aDesignation(change: Partial<DesignationDto> = {}): DesignationDto {
  return {
    subject: { kind: 'person', idType: 'resident_id', idNumber: aResidentId(), name: '赵试' },
    regime: 'cn-joint-2024',
    ground: 'rent',
    items: 3,
    times: 1,
    recipients: 1,
    itemKinds: ['bank_account'],
    identifiedOn: '2024-12-10',
    identifyingOrgan: { code: '340100', level: 'city', name: '合肥市公安局' },
    documentNo: '认字〔2024〕00001号',
    noticeServedOn: '2024-12-12',
    ...change,
  };
}
