import { Link } from 'react-router';
import { useFormat } from '../../language/format';
import { useMay } from '../../session/session';
import { FIGURES, type Counts, type Figure, type FigureName, type Place } from './figures';

interface FigureNumberProps {
  name: FigureName;
  row: Counts;
  place: Place;
}

/** A number that leads to the list it counts. */
export function FigureNumber({ name, row, place }: FigureNumberProps) {
  const format = useFormat();
  const figure: Figure = FIGURES[name];
  const isReader = useMay(...(figure.readers ?? []));
  const value = figure.of(row);
  if (value === null) return '—';
  const written = figure.form === 'number' ? format.number(value) : format[figure.form](value);
  const mayOpen = figure.readers === undefined || isReader;
  // Of nothing there is no list; a share of nought is one of something.
  const isNothing = value === 0 && figure.form === 'number';
  const address = mayOpen && !isNothing ? figure.listed(place) : null;
  return address === null ? (
    <span className="tabular">{written}</span>
  ) : (
    <Link className="tabular" to={address}>
      {written}
    </Link>
  );
}
