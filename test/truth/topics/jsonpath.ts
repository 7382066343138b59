/** Topic jsonpath: `-o jsonpath`. */
import { OutputError, jsonPathPrinter } from '../../../src/kube/index.ts';
import { defineTopic } from '../topic.ts';

export const jsonpath = defineTopic({
  name: 'jsonpath',
  run(input, testCase, all) {
    if (input.template === undefined) return testCase.expected;
    try {
      return {
        exitCode: 0,
        stdout: jsonPathPrinter(input.template)(all[0]!.input[input.object]),
        stderr: '',
      };
    } catch (caught) {
      if (!(caught instanceof OutputError)) throw caught;
      const stderr = `error: ${caught.message}\n`.replace(/(jsonpath engine was):[^]*$/, '$1<object>');
      return { exitCode: 1, stdout: '', stderr };
    }
  },
});
