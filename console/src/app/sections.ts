import { ADMINISTRATION } from '../pages/administration/section';
import { APPEALS } from '../pages/appeals/section';
import { AUDIT } from '../pages/audit/section';
import { DASHBOARD } from '../pages/dashboard/section';
import { ENFORCEMENT } from '../pages/enforcement/section';
import { LISTS } from '../pages/lists/section';
import { REGISTER, TRANSITION } from '../pages/register/section';
import { RULES } from '../pages/rules/section';
import { SUBJECTS } from '../pages/subjects/section';
import type { Section } from './section';

/** In the order of the menu. */
export const SECTIONS: readonly Section[] = [
  DASHBOARD,
  LISTS,
  SUBJECTS,
  REGISTER,
  TRANSITION,
  ENFORCEMENT,
  APPEALS,
  RULES,
  AUDIT,
  ADMINISTRATION,
];
