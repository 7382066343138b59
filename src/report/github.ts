/** The github reporter: an annotation on the line of the YAML for every failed step, as GitHub Actions shows it. */
import { defineReporter } from './define-reporter.ts';
import { shownPath } from './failure-text.ts';

/** @source GitHub Actions, workflow commands: what a message and a property must escape */
const message = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const github = defineReporter({
  name: 'github',
  summary: 'Annotations for GitHub Actions, on the line of the YAML that failed.',
  defaultTarget: '-',
  create: () => ({
    onEvent: (event) => {
      if (event.type !== 'scenario-end') return '';
      return event.scenario.steps
        .flatMap(({ name, failure, result }) => {
          if (failure === undefined) return [];
          const { file, line, column } = failure.position;
          const leaves = failure.expectations.flatMap(({ verdict }) =>
            verdict.leaves.map(
              ({ path, expected, actual }) => `${path}: expected ${expected}, found ${actual}`,
            ),
          );
          const lastWords = result === 'errored' ? failure.evidence.map(({ stderr = '' }) => stderr) : [];
          const text = [failure.message, ...leaves, ...failure.why.chains, ...lastWords].join('\n');
          const title = `${event.scenario.name} › ${name}`;
          return [
            `::error file=${property(shownPath(file))},line=${line},col=${column},title=${property(title)}::${message(text)}\n`,
          ];
        })
        .join('');
    },
  }),
});
