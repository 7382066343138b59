/** `-o go-template`: the parts of Go's text/template that people use with kubectl. */
import { OutputError } from './output-error.ts';

/** A compiled `-o go-template=TEMPLATE`. @throws OutputError when the template cannot be read */
export const goTemplatePrinter = (template: string): ((data: unknown) => string) => {
  throw new OutputError(`error parsing template ${template}, not supported yet`);
};
