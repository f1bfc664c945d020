import { createHash } from 'node:crypto';
import { ID_TYPES } from '../../domain/designation.js';
import type { Language } from '../../domain/problem.js';
import { html, Html } from '../../rulebook/html.js';
import type { Text } from '../../rulebook/rulebook.js';
import { PAGE_WORDS } from './standing-words.js';
import type {
  StandingAnswer,
  StandingAppeal,
  StandingRelease,
  StandingResponse,
  StandingSanction,
} from './standing.dto.js';

const STYLE = `body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1.05rem}label{display:block;margin:.8rem 0 .2rem}
input,select,button{font:inherit;padding:.4rem;max-width:100%}button{margin-top:1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #ccc;vertical-align:top}
.problem{border-left:.3rem solid #b00020;padding-left:.8rem}:focus-visible{outline:3px solid #0b57d0}`;

const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** What the page needs: no script, nothing from elsewhere, its one style by hash, and its own form. */
export const STANDING_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What the page shows: how somebody stands, why that cannot be shown, or nothing but the form. */
export type StandingPage = { standing: StandingResponse } | { problem: string } | undefined;

type Say = (text: Text) => string;

/**
 * The status page: a form, and below it how the person stands. Without script. To be sent with {@link STANDING_PAGE_POLICY}.
 *
 * @returns a whole HTML document, UTF-8
 */
export function renderStandingPage(page: StandingPage, language: Language): string {
  const say: Say = (text) => (language === 'en' ? text.en : text.zh);
  const other = language === 'en' ? 'zh-CN' : 'en';
  const content =
    page === undefined ? undefined : 'problem' in page ? problem(page.problem) : answer(page.standing, say);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${say(PAGE_WORDS.title)}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <p><a href="/standing?lang=${other}" hreflang="${other}">${other === 'en' ? 'English' : '中文'}</a></p>
        <main>
          <h1>${say(PAGE_WORDS.title)}</h1>
          ${content} ${form(language, say)}
        </main>
      </body>
    </html>`.markup;
}

function form(language: Language, say: Say): Html {
  return html`<form method="post" action="/standing" autocomplete="off">
    <p>${say(PAGE_WORDS.explanation)}</p>
    <input type="hidden" name="lang" value="${language}" />
    <label for="receiptNo">${say(PAGE_WORDS.receiptNo)}</label>
    <input id="receiptNo" name="receiptNo" required maxlength="64" />
    <label for="idType">${say(PAGE_WORDS.idType)}</label>
    <select id="idType" name="idType">
      ${ID_TYPES.map((idType) => html`<option value="${idType}">${say(PAGE_WORDS.idTypes[idType])}</option>`)}
    </select>
    <label for="idNumber">${say(PAGE_WORDS.idNumber)}</label>
    <input id="idNumber" name="idNumber" required maxlength="64" />
    <div><button type="submit">${say(PAGE_WORDS.ask)}</button></div>
  </form>`;
}

function problem(sentence: string): Html {
  return html`<p class="problem" role="alert">${sentence}</p>`;
}

function answer({ asOf, sanctions, works, appeals, release }: StandingResponse, say: Say): Html {
  return html`<section>
    <p>${say(PAGE_WORDS.asOf)} <time datetime="${asOf}">${asOf.slice(0, 16).replace('T', ' ')}</time></p>
    <h2>${say(PAGE_WORDS.sanctions)}</h2>
    ${sanctions.length === 0 ? html`<p>${say(PAGE_WORDS.none)}</p>` : undefined}
    ${sanctions.map((sanction) => sanctionPart(sanction, say))} ${worksPart(works, say)}
    ${appeals.map((appeal) => appealPart(appeal, say))} ${releasePart(release, say)}
  </section>`;
}

function sanctionPart(sanction: StandingSanction, say: Say): Html {
  const { regime, category, organ, documentNo, identifiedOn, standing, lastDay, measures, basis, remedy } = sanction;
  return html`<article>
    <h3>${regime} · ${category}</h3>
    <table>
      <tr>
        <th scope="row">${say(PAGE_WORDS.organ)}</th>
        <td>${organ}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.documentNo)}</th>
        <td>${documentNo ?? '—'}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.identifiedOn)}</th>
        <td>${identifiedOn}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.state)}</th>
        <td>${say(PAGE_WORDS.standings[standing])}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.lastDay)}</th>
        <td>${lastDay}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.remedy)}</th>
        <td>${remedy.how}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.basis)}</th>
        <td>${basis.map(({ title }) => html`<div>${title}</div>`)}</td>
      </tr>
    </table>
    <table>
      <tr>
        <th scope="col">${say(PAGE_WORDS.measure)}</th>
        <th scope="col">${say(PAGE_WORDS.lastDay)}</th>
      </tr>
      ${measures.map(
        (measure) =>
          html`<tr>
            <td>${measure.title}</td>
            <td>${measure.lastDay}</td>
          </tr>`,
      )}
    </table>
  </article>`;
}

function worksPart(works: readonly StandingAnswer[], say: Say): Html | undefined {
  if (works.length === 0) return undefined;
  return html`<h2>${say(PAGE_WORDS.works)}</h2>
    <table>
      ${works.map(
        ({ title, outcome, tell, limits }) =>
          html`<tr>
            <td>${title}</td>
            <td>${say(PAGE_WORDS.outcomes[outcome])}</td>
            <td>${outcome === 'ALLOW' ? '' : (tell ?? '')} ${limits.join(' ')}</td>
          </tr>`,
      )}
    </table>`;
}

function appealPart({ receiptNo, kind, state, steps, reasons, clocks }: StandingAppeal, say: Say): Html {
  return html`<h2>${say(PAGE_WORDS.appeal)} ${receiptNo}</h2>
    <table>
      <tr>
        <th scope="row">${say(PAGE_WORDS.appealKind)}</th>
        <td>${say(PAGE_WORDS.appealKinds[kind])}</td>
      </tr>
      <tr>
        <th scope="row">${say(PAGE_WORDS.state)}</th>
        <td>${say(PAGE_WORDS.appealStates[state])}</td>
      </tr>
      ${
        reasons === null
          ? undefined
          : html`<tr>
              <th scope="row">${say(PAGE_WORDS.reasons)}</th>
              <td>${reasons}</td>
            </tr>`
      }
      ${steps.map(
        ({ action, at }) =>
          html`<tr>
            <th scope="row">${say(PAGE_WORDS.appealActions[action])}</th>
            <td>${at.slice(0, 10)}</td>
          </tr>`,
      )}
      ${clocks.map(
        ({ step, dueOn, note }) =>
          html`<tr>
            <th scope="row">${say(PAGE_WORDS.clocks[step])}</th>
            <td>${dueOn ?? note}</td>
          </tr>`,
      )}
    </table>`;
}

function releasePart(release: StandingRelease | null, say: Say): Html | undefined {
  if (release === null) return undefined;
  const { receipts, acknowledged } = release;
  return html`<h2>${say(PAGE_WORDS.release)}</h2>
    <p>${say(PAGE_WORDS.acknowledged)} ${acknowledged} / ${receipts}</p>`;
}
