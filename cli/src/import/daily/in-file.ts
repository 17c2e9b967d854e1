import { describeProblem, ExportProblem } from '@tidemark/api';
import { CommandError } from '../../command-error.js';

/** Does something with a file's content. @throws CommandError with the file's name and the place of what isn't right in it */
export async function inFile<Result>(file: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new CommandError(describeProblem(file, error), { cause: error });
  }
}
