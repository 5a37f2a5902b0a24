// The walls between the rooms, as the house page says them.
const test = '\\.(test|conformance)\\.tsx?$|/testkit/|/e2e/|\\.fixture\\.ts$';
const useCaseRooms =
  'access|comments|contacts|conversations|demo|desk|effects|files|flows|insights|knowledge|leads|rehearsal|sessions|understanding';

/** A rule that forbids `from` to import `to`. */
const forbid = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-circles', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    forbid('testkit-only-from-tests', { pathNot: `${test}|^bench/` }, { path: '/testkit/|\\.conformance\\.ts$' }),
    forbid(
      'nodes-reach-nobody',
      { path: '^nodes/', pathNot: test },
      { path: '^(runtime|designer|widget|migrations)/' },
    ),
    forbid(
      'kit-is-the-ground',
      { path: '^nodes/kit/', pathNot: test },
      { path: '^nodes/(catalog|flow|wire|registry)' },
    ),
    forbid(
      'catalog-stands-on-kit',
      { path: '^nodes/catalog/([^/]+)/', pathNot: test },
      { path: '^nodes/(flow|wire|registry|catalog)', pathNot: '^nodes/catalog/$1/' },
    ),
    forbid(
      'ports-are-types',
      { path: '^runtime/ports/', pathNot: test },
      { path: '^runtime/', pathNot: '^runtime/ports/' },
    ),
    forbid(
      'adapters-stand-on-ports',
      { path: '^runtime/adapters/([^/]+)/', pathNot: test },
      { path: '^runtime/', pathNot: '^runtime/(ports|adapters/$1)/' },
    ),
    forbid(
      'rooms-know-no-adapters',
      { path: `^runtime/(${useCaseRooms})/`, pathNot: test },
      { path: '^runtime/(adapters|http|cli)/' },
    ),
    forbid(
      'rooms-have-one-door',
      { path: `^runtime/(${useCaseRooms})/`, pathNot: test },
      { path: `^runtime/(${useCaseRooms})/(?!\\1)`, pathNot: ['^runtime/$1/', '^runtime/([^/]+)/\\1\\.ts$'] },
    ),
    forbid(
      'only-main-composes',
      { path: '^runtime/', pathNot: `^runtime/(main|compose|config)|^runtime/cli/|^runtime/adapters/|${test}` },
      { path: '^runtime/adapters/' },
    ),
    forbid(
      'fastify-in-http-only',
      { path: '^runtime/', pathNot: `^runtime/http/|^runtime/(main|compose|serve)|${test}` },
      { path: 'node_modules/(fastify|@fastify)' },
    ),
    forbid('llamaindex-in-its-adapters', { pathNot: 'llamaindex' }, { path: 'node_modules/(llamaindex|@llamaindex)' }),
    forbid('designer-reads-nodes', { path: '^designer/', pathNot: test }, { path: '^(runtime|widget|migrations)/' }),
    forbid(
      'ui-is-the-ground',
      { path: '^designer/ui/', pathNot: `${test}|/problem-text\\.ts$` },
      { path: '^designer/(app|canvas|inspector|widgets|document|rehearsal|library|knowledge|desk|leads|admin|api)/' },
    ),
    forbid(
      'widgets-below-inspector',
      { path: '^designer/widgets/', pathNot: test },
      { path: '^designer/(app|canvas|inspector|rehearsal|library)/' },
    ),
    forbid(
      'widget-reads-wire',
      { path: '^widget/', pathNot: test },
      { path: '^(runtime|designer|migrations)/|^nodes/(flow|catalog|registry)' },
    ),
    forbid(
      'migrations-stand-alone',
      { path: '^migrations/', pathNot: test },
      { path: '^(runtime|nodes|designer|widget)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
