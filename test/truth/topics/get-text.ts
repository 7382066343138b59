/** Topic get_text: several rows through the table printer. */
import { printObjects } from './printers.ts';
import { defineTopic } from '../topic.ts';

export const getText = defineTopic({
  name: 'get_text',
  run({ objects, options, now }) {
    const { apiVersion, kind } = objects[0];
    const group: string = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
    return {
      text: printObjects(objects, now, {
        ...options,
        labelColumns: options.labelColumns ?? [],
        ...(options.showKind ? { kindPrefix: kind.toLowerCase() + group } : {}),
      }),
    };
  },
});
