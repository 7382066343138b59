/** A pod template as `kubectl describe` prints it but with its tabs left in, for history and dry runs. */
import type { PodTemplateSpec } from '../../kube/index.ts';
import type { CommandContext } from '../context.ts';
import { DescribeWriter } from '../describe/describe-writer.ts';
import { podTemplateLines } from '../describe/pod-template.ts';
import type { PodTemplate } from './revisions.ts';

/** Upstream writes here past the tab writer. */
class UnalignedWriter extends DescribeWriter {
  #text = '';
  override line(level: number, text: string): void {
    this.#text += `${'  '.repeat(level)}${text}\n`;
  }
  override write(text: string): void {
    this.#text += text;
  }
  override text(): string {
    return this.#text;
  }
}

/** @source k8s 1.20 kubectl/pkg/polymorphichelpers/history.go printTemplate */
export const printedTemplate = (template: PodTemplate, context: CommandContext): string => {
  const writer = new UnalignedWriter();
  podTemplateLines(writer, template as PodTemplateSpec, {
    version: context.version,
    nowMs: context.clock.now(),
    events: [],
    list: () => [],
  });
  return writer.text();
};
