import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'reports/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly' } } },
  // Truth tables hold whatever upstream's functions take and give.
  { files: ['test/truth/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  {
    // The simulator is deterministic: it knows no wall clock, no chance but the seeded one, no promise.
    files: ['src/simulator/**', 'src/core/**', 'src/kube/**'],
    ignores: ['src/core/clock.ts', 'src/kube/api.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'Promise',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'queueMicrotask',
        'process',
        'performance',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
      ],
      'no-restricted-imports': ['error', { patterns: ['node:*'] }],
    },
  },
);
