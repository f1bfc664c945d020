import { Link, useLocation } from 'react-router';
import { useWords } from '../language/words';
import { currentSession, type Role } from '../session/session';
import type { Place, Section } from './section';
import { SECTIONS } from './sections';

/** The places of the officer who is signed in, by section; the one that is shown is marked. */
export function MainMenu({ label, onChosen }: { label: string; onChosen: () => void }) {
  const session = currentSession();
  const roles = session.is === 'absent' ? [] : session.session.officer.roles;
  return (
    <nav aria-label={label} className="main-menu">
      <ul>
        {SECTIONS.map((section) => (
          <Group key={section.places[0]?.path} section={section} roles={roles} onChosen={onChosen} />
        ))}
      </ul>
    </nav>
  );
}

interface GroupProps {
  section: Section;
  roles: readonly Role[];
  onChosen: () => void;
}

function Group({ section: { icon, title, places }, roles, onChosen }: GroupProps) {
  const shown = places.filter(({ roles: some }) => some === undefined || some.some((role) => roles.includes(role)));
  if (shown.length === 0) return null;
  if (title === undefined)
    return shown.map((place) => <Item key={place.path} place={place} icon={icon} onChosen={onChosen} />);
  return (
    <li>
      <div className="main-menu-group">
        {icon} <Heading title={title} />
      </div>
      <ul>
        {shown.map((place) => (
          <Item key={place.path} place={place} onChosen={onChosen} />
        ))}
      </ul>
    </li>
  );
}

function Heading({ title }: Required<Pick<Section, 'title'>>) {
  return useWords(title).title;
}

interface ItemProps {
  place: Place;
  icon?: Section['icon'];
  onChosen: () => void;
}

/** The first step of an address is the place it belongs to. */
function Item({ place: { path, title }, icon, onChosen }: ItemProps) {
  const isHere = useLocation().pathname.split('/')[1] === path;
  const said = useWords(title);
  return (
    <li>
      <Link to={`/${path}`} aria-current={isHere ? 'page' : undefined} onClick={onChosen}>
        {icon} {said.title}
      </Link>
    </li>
  );
}
