/** `-o go-template`: the parts of Go's text/template that people use with kubectl. */
import { goQuote, goValueText } from '../go-format.ts';
import { parseGoTemplate } from './go-template-parser.ts';
import type { Operand, Pipeline, TemplateNode, TemplatePlace } from './go-template-parser.ts';
import { callTemplateFunction, isTruthy } from './go-template-functions.ts';
import { goSyntax } from './go-value.ts';
import { OutputError } from './output-error.ts';

type Variables = Map<string, unknown>[];

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @source go text/template/exec.go (over JSON values) */
class Execution {
  output = '';
  readonly #variables: Variables;

  constructor(data: unknown) {
    this.#variables = [new Map([['$', data]])];
  }

  run(nodes: readonly TemplateNode[], dot: unknown): void {
    for (const node of nodes) {
      if (node.type === 'text') this.output += node.text;
      else if (node.type === 'print') {
        const value = this.#evaluate(node.pipeline, dot);
        if (node.pipeline.declares.length === 0)
          this.output += value === undefined ? '<no value>' : goValueText(value);
      } else this.#block(node, dot);
    }
  }

  #block(node: Extract<TemplateNode, { body: TemplateNode[] }>, dot: unknown): void {
    this.#variables.push(new Map());
    const value = this.#evaluate(node.pipeline, dot);
    if (node.type === 'range') this.#range(node, value, dot);
    else if (isTruthy(value)) this.run(node.body, node.type === 'with' ? value : dot);
    else this.run(node.otherwise, dot);
    this.#variables.pop();
  }

  #range(node: Extract<TemplateNode, { body: TemplateNode[] }>, value: unknown, dot: unknown): void {
    const entries: [unknown, unknown][] = Array.isArray(value)
      ? [...(value as unknown[]).entries()]
      : isMap(value)
        ? Object.keys(value)
            .sort()
            .map((key) => [key, value[key]])
        : [];
    if (entries.length === 0 && value !== null && value !== undefined && typeof value !== 'object') {
      throw this.#error(`range can't iterate over ${goValueText(value)}`, node.pipeline.stages[0]![0]!.place);
    }
    for (const [key, item] of entries) {
      const scope = new Map<string, unknown>();
      const [first, second] = node.pipeline.declares;
      if (second !== undefined) scope.set(first!, key).set(second, item);
      else if (first !== undefined) scope.set(first, item);
      this.#variables.push(scope);
      this.run(node.body, item);
      this.#variables.pop();
    }
    if (entries.length === 0) this.run(node.otherwise, dot);
  }

  #error(message: string, { line, column, text }: TemplatePlace): OutputError {
    return new OutputError(`template: output:${line}:${column}: executing "output" at <${text}>: ${message}`);
  }

  #evaluate({ declares, isAssignment, stages }: Pipeline, dot: unknown): unknown {
    let value: unknown;
    for (const [index, [head, ...rest]] of stages.entries()) {
      const final = index === 0 ? [] : [value];
      if (head!.type === 'function')
        value = this.#call(head!, [...rest.map((operand) => this.#operand(operand, dot)), ...final]);
      else if (rest.length + final.length > 0)
        throw this.#error(`can't give argument to non-function ${head!.place.text}`, head!.place);
      else value = this.#operand(head!, dot);
    }
    for (const name of declares) {
      const scope = isAssignment
        ? this.#variables.findLast((candidate) => candidate.has(name))
        : this.#variables.at(-1);
      (scope ?? this.#variables[0]!).set(name, value);
    }
    return value;
  }

  #call(operand: Extract<Operand, { type: 'function' }>, values: readonly unknown[]): unknown {
    try {
      return callTemplateFunction(operand.name, values);
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      throw this.#error(`error calling ${operand.name}: ${caught.message}`, operand.place);
    }
  }

  #operand(operand: Operand, dot: unknown): unknown {
    switch (operand.type) {
      case 'literal':
        return operand.value;
      case 'function':
        return this.#call(operand, []);
      case 'pipeline':
        return this.#fields(this.#evaluate(operand.pipeline, dot), operand.names, operand.place);
      case 'variable':
        return this.#fields(
          this.#variables.findLast((scope) => scope.has(operand.name))?.get(operand.name),
          operand.names,
          operand.place,
        );
      case 'field':
        return this.#fields(dot, operand.names, operand.place);
    }
  }

  #fields(start: unknown, names: readonly string[], place: TemplatePlace): unknown {
    let value = start;
    for (const name of names) {
      if (value === undefined || value === null) {
        // A field of a value that is not there has no value either, as a map's missing key.
        if (value === null) throw this.#error(`nil pointer evaluating interface {}.${name}`, place);
        return undefined;
      }
      if (!isMap(value)) throw this.#error(`can't evaluate field ${name} in type interface {}`, place);
      value = value[name];
    }
    return value;
  }
}

/** A compiled `-o go-template=TEMPLATE`. @throws OutputError when the template cannot be read */
export const goTemplatePrinter = (template: string): ((data: unknown) => string) => {
  if (template === '') throw new OutputError('template format specified but no template given');
  let nodes: TemplateNode[];
  try {
    nodes = parseGoTemplate(template);
  } catch (caught) {
    if (!(caught instanceof OutputError)) throw caught;
    throw new OutputError(`error parsing template ${template}, ${caught.message}`);
  }
  return (data) => {
    const execution = new Execution(data);
    try {
      execution.run(nodes, data);
      return execution.output;
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      const report = `Error executing template: ${caught.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goSyntax(data)}\n\tobject given to template engine was:\n\t\t${goValueText(data)}\n\n`;
      throw new OutputError(
        `error executing template ${goQuote(template)}: ${caught.message}`,
        execution.output + report,
      );
    }
  };
};
