#!/usr/bin/env node
import { runCli } from './commands/run-cli.js';

const { stdin, stdout, stderr, env } = process;
const code = await runCli(process.argv.slice(2), { stdin, stdout, stderr, env });
// Not process.exit(): what is still on its way to a pipe must get there. An interrupt has set its own code.
process.exitCode ??= code;
