import { createHash } from 'node:crypto';
import { Html, html } from './html.js';
import { pageWords } from './page-words.js';
import type { PageWords } from './page-words.js';
import type {
  ReadableCitation,
  ReadableMeasure,
  ReadableParameter,
  ReadableParty,
  ReadableRegime,
  ReadableRule,
  ReadableRulebook,
} from './readable-document.js';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, h4 { line-height: 1.3; }
h2 { margin-top: 3rem; border-bottom: 2px solid; }
article { margin: 1.5rem 0; padding: 0.25rem 1rem; border-left: 4px solid; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
.sentence { font-size: 1.05rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
`;

// To the letter: a blank more between the tags, and the hash of the policy no longer fits.
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/**
 * The Content-Security-Policy the page needs: no script, nothing from elsewhere, its one style by hash. Send it with the
 * page in place of a policy that forbids styles.
 */
export const RULEBOOK_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A rulebook as one page to read and to print: self-contained, without script, with headings, tables and links for
 * whoever reads with the keyboard or with the ear. To be sent with {@link RULEBOOK_PAGE_POLICY}.
 *
 * @returns a whole HTML document, UTF-8
 */
export function renderRulebookHtml(rulebook: ReadableRulebook): string {
  const say = pageWords(rulebook.language);
  const page = html`<!doctype html>
    <html lang="${say.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${say.title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#content">${say.toContent}</a>
        <header>
          <h1>${say.title}</h1>
          <p>${say.hash}: <code>${rulebook.hash}</code></p>
          <p>${say.asOf(rulebook.day)} ${say.firstDay(rulebook.firstDay)}</p>
          ${contents(rulebook, say)}
        </header>
        <main id="content">
          ${rulebook.regimes.map((regime) => regimeSection(regime, say))}
          <section aria-labelledby="general">
            <h2 id="general">${say.general}</h2>
            ${rulebook.general.map((party) => partySection(party, say))}
          </section>
          ${parameterSection('switches', say.switches, rulebook.switches, say)}
          ${parameterSection('parameters', say.parameters, rulebook.parameters, say)} ${sourceSection(rulebook, say)}
        </main>
      </body>
    </html> `;
  return page.markup;
}

function contents({ regimes }: ReadableRulebook, say: PageWords): Html {
  const links = [
    ...regimes.map(({ id, title }) => ({ id, title })),
    { id: 'general', title: say.general },
    { id: 'switches', title: say.switches },
    { id: 'parameters', title: say.parameters },
    { id: 'sources', title: say.sources },
  ];
  return html`<nav aria-label="${say.contents}">
    <ul>
      ${links.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
    </ul>
  </nav>`;
}

function regimeSection(regime: ReadableRegime, say: PageWords): Html {
  const { governs, cumulation } = regime;
  return html`<section aria-labelledby="${regime.id}">
    <h2 id="${regime.id}">${regime.title}</h2>
    <p>${regime.instrument}</p>
    <dl>
      <dt>${say.governs}</dt>
      <dd>${say.days(governs.from, governs.to)} (${governs.text}) ${citations(governs.basis)}</dd>
      <dt>${say.territory}</dt>
      <dd>${regime.territory === 'CN' ? say.wholeCountry : say.province(regime.territory)}</dd>
      <dt>${say.lists}</dt>
      <dd>${regime.sectors.join(', ')}</dd>
      <dt>${say.categories}</dt>
      <dd>${regime.categories.map(({ title }) => title).join('; ')}</dd>
      <dt>${say.cumulation}</dt>
      <dd>${cumulationText(cumulation, say)} (${cumulation.text}) ${citations(cumulation.basis)}</dd>
      <dt>${say.restsOn}</dt>
      <dd>${regime.interpretations.join(', ')}</dd>
      <dt>${say.remedy}</dt>
      <dd>${regime.remedy}</dd>
    </dl>
    ${measureTable(regime.measures, say)} ${regime.parties.map((party) => partySection(party, say))}
  </section>`;
}

function cumulationText({ mode, cap, escalation }: ReadableRegime['cumulation'], say: PageWords): string {
  const most = cap?.values.map(({ from, value }) => say.since(from, value)).join('; ');
  const parts = [
    mode === 'none' ? say.noCumulation : say.endToEnd,
    ...(most === undefined ? [] : [say.cap(most)]),
    ...(escalation === undefined ? [] : [say.escalation(escalation.from, escalation.category)]),
  ];
  return parts.join('; ');
}

function measureTable(measures: readonly ReadableMeasure[], say: PageWords): Html {
  const rows = measures.flatMap(({ id, title, terms, basis, text }) =>
    terms.map(
      (term) =>
        html`<tr>
          <th scope="row">${title}<br /><code>${id}</code></th>
          <td>${term.title}</td>
          <td>${term.parameter.values.map(({ from, value }) => html`<div>${say.since(from, value)}</div>`)}</td>
          <td>${text}</td>
          <td>${citations(basis)}</td>
        </tr>`,
    ),
  );
  return table(say.measures, [say.measure, say.category, say.term, say.confidence, say.basis], rows);
}

function partySection({ id, title, rules }: ReadableParty, say: PageWords): Html {
  if (rules.length === 0) return html``;
  return html`<h3 id="${id}">${title} <code>${id}</code></h3>
    ${rules.map((rule) => ruleArticle(rule, say))}`;
}

function ruleArticle(rule: ReadableRule, say: PageWords): Html {
  const { versions, basis, cases } = rule;
  return html`<article aria-labelledby="${rule.id}">
    <h4 id="${rule.id}">${rule.title}</h4>
    ${versions.map(({ sentence }) => html`<p class="sentence">${sentence}</p>`)}
    <p>${say.basis}: ${citations(basis)}. ${say.reviewed(rule.reviewedOn)} <code>${rule.id}</code></p>
    ${
      cases.length === 0
        ? html``
        : html`<details>
            <summary>${say.cases(cases.length)}</summary>
            <ul>
              ${cases.map(({ id, title, status }) => html`<li lang="en">${title} <code>${id}</code> (${say.status[status]})</li>`)}
            </ul>
          </details>`
    }
  </article>`;
}

function parameterSection(id: string, title: string, parameters: readonly ReadableParameter[], say: PageWords): Html {
  const rows = parameters.flatMap((parameter) =>
    parameter.values.map(
      ({ from, value, text, basis, reviewedOn }) =>
        html`<tr>
          <th scope="row">${parameter.title}<br /><code>${parameter.id}</code></th>
          <td>${from}</td>
          <td>${value}</td>
          <td>${text}</td>
          <td>${citations(basis)}</td>
          <td>${reviewedOn}</td>
        </tr>`,
    ),
  );
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${table(title, [say.name, say.from, say.value, say.confidence, say.basis, say.reviewedOn], rows)}
  </section>`;
}

function sourceSection({ sources }: ReadableRulebook, say: PageWords): Html {
  const rows = sources.flatMap((source) =>
    source.articles.map(
      ({ title, text, seenIn }) =>
        html`<tr>
          <th scope="row">${title}</th>
          <td>${source.issuer}</td>
          <td>${text}</td>
          <td>${seenIn}</td>
        </tr>`,
    ),
  );
  return html`<section aria-labelledby="sources">
    <h2 id="sources">${say.sources}</h2>
    ${table(say.sources, [say.text, say.issuer, say.confidence, say.seenIn], rows)}
  </section>`;
}

function table(caption: string, columns: readonly string[], rows: readonly Html[]): Html {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function citations(basis: readonly ReadableCitation[]): string {
  return basis.map(({ title, mark }) => `${title} (${mark})`).join('; ');
}
