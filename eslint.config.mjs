// Lint rules of the house: typed strict rules, purity of nodes/, one egress module, no escape hatches.
import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const pure = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'process',
  'Buffer',
  'window',
  'document',
];
const network = ['node:http', 'node:https', 'node:net', 'node:tls', 'node:dgram', 'node:http2', 'undici'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', 'coverage/**', '**/*.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/unbound-method': 'off',
      // `const { left, ...rest } = whole` is how a member is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-eval': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['nodes/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.conformance.ts'],
    rules: {
      'no-restricted-globals': ['error', ...pure],
      'no-restricted-syntax': [
        'error',
        { selector: ':function[async=true]', message: 'nodes/ is pure: no async.' },
        {
          selector: "MemberExpression[object.name='Math'][property.name='random']",
          message: 'Randomness arrives in events.',
        },
      ],
    },
  },
  {
    files: ['runtime/**/*.ts'],
    ignores: [
      'runtime/adapters/http-fetcher-undici/**',
      'runtime/http/**',
      '**/*.test.ts',
      '**/*.conformance.ts',
      'runtime/testkit/**',
    ],
    rules: {
      'no-restricted-globals': ['error', 'fetch', 'WebSocket', 'EventSource'],
      'no-restricted-imports': [
        'error',
        {
          paths: [...network, 'node:vm'].map((name) => ({
            name,
            message: 'All outgoing traffic goes through ports/http-fetcher.',
          })),
        },
      ],
    },
  },
  {
    files: ['designer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: { ...hooks.configs.recommended.rules },
  },
  {
    files: ['designer/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TemplateElement[value.raw=/^[:,;] $/], JSXText[value=/^[:,;]\\s/]',
          message:
            'Chinese has its own marks: join with labelled() or listed() of i18n/punctuation.ts, or say it in a text.',
        },
      ],
    },
  },
  {
    files: ['**/*.{mjs,js}', '**/*.config.ts'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { ...tseslint.configs.disableTypeChecked.languageOptions, globals: globals.node },
  },
  {
    files: ['**/*.config.ts', '**/*.config.mjs', '.dependency-cruiser.mjs'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'designer/e2e/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
