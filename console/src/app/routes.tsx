import { createBrowserRouter } from 'react-router';
import { Frame } from './frame';
import { NotFound } from './not-found';
import { PageFailure } from './page-failure';
import { SECTIONS } from './sections';

/** Every page has an address that can be passed on; no address says anything about a person. */
export const router = createBrowserRouter(
  [
    {
      element: <Frame />,
      errorElement: <PageFailure />,
      children: [
        {
          // A page that fails leaves the menu standing.
          errorElement: <PageFailure />,
          children: [...SECTIONS.flatMap(({ routes }) => routes), { path: '*', element: <NotFound /> }],
        },
      ],
    },
  ],
  { basename: '/console' },
);
