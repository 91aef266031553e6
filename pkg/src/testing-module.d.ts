/** The module that a testing entry brings: one of `testing-module-*.ts`. */
export function testingModule(): unknown;
