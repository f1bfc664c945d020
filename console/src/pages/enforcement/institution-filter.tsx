import { choicesOf } from '../../api/catalogue';
import { useInstitutions } from '../../api/institutions';
import { useWords, words } from '../../language/words';
import { FilterChoice } from '../../parts/filters/filters';

const WORDS = words({
  zh: { institution: '机构', all: '全部机构' },
  en: { institution: 'Institution', all: 'All institutions' },
});

/** One of those that are told what to do. */
export function InstitutionFilter() {
  const said = useWords(WORDS);
  const told = useInstitutions().list.filter(({ kind }) => kind !== 'police_organ');
  return (
    <FilterChoice
      name="institution"
      label={said.institution}
      all={said.all}
      options={choicesOf(told)}
      width={140}
      isLong
    />
  );
}
