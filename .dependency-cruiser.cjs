/** The downhill order of the house (README, "tree"). Each layer may import those to its right, never those to its left. */
const LAYERS = [
  'statistics',
  'due-process',
  'lists',
  'rulebooks',
  'enforcement',
  'decisions',
  'decision-log',
  'restrictions',
  'sanctions',
  'registry',
  'institutions',
  'platform',
];

const uphill = LAYERS.map((layer, index) => ({
  name: `${layer}-imports-downhill`,
  comment: 'Imports run one way. What runs back up is a fault of the design.',
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${['app\\.', 'main', 'cli', ...LAYERS.slice(0, index).map((above) => `${above}/`)].join('|')})` },
}));

const privateEntities = LAYERS.map((layer) => ({
  name: `${layer}-keeps-its-entities`,
  comment: 'An entity is private to its folder, except to platform/data-source.ts.',
  severity: 'error',
  from: { path: '^src/', pathNot: [`^src/${layer}/`, '^src/platform/data-source\\.ts$'] },
  to: { path: `^src/${layer}/.*\\.entity\\.ts$` },
}));

module.exports = {
  forbidden: [
    ...uphill.map((rule) =>
      // The one list of entities is the one place below that knows the features above.
      rule.name.startsWith('platform')
        ? { ...rule, from: { ...rule.from, pathNot: '^src/platform/data-source\\.ts$' } }
        : rule,
    ),
    ...privateEntities,
    {
      name: 'pure-core',
      comment: 'domain and rulebook import neither Nest nor TypeORM nor the database nor the features.',
      severity: 'error',
      from: { path: '^src/(domain|rulebook|files)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^(node_modules/(@nestjs|typeorm|pg|fastify)|src/(platform|institutions|registry|sanctions|restrictions|decision-log|decisions|enforcement|rulebooks|lists|due-process|statistics)/)',
      },
    },
    {
      name: 'domain-is-the-ground',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: '^src/(?!domain/)' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: { pathNot: '^node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '(\\.spec\\.ts$|^test/)' },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
