import type { ReactNode } from 'react';
import type { RouteObject } from 'react-router';
import type { Words } from '../language/words';
import type { Role } from '../session/session';

/** A place in the menu. */
export interface Place {
  /** Below `/console/`, without a slash before it: `lists`. */
  path: string;
  title: Words<{ title: string }>;
  /** Who sees it in the menu; absent: every officer. Whoever comes by its address is told so by the service. */
  roles?: readonly Role[];
}

/** A part of the console: its places in the menu, and its pages, each loaded when it is first shown. */
export interface Section {
  icon: ReactNode;
  /** Of the group in the menu; a section of one place needs none. */
  title?: Words<{ title: string }>;
  places: readonly Place[];
  routes: RouteObject[];
}
