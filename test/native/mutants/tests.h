// What can kill a mutant, by number.
#pragma once

namespace mutants {

int TestCount();
const char* TestName(int test);
// Whether it held.
bool RunTest(int test);

// From a check that does not hold: ends the process, if a mutant is in it.
void Failed();

}  // namespace mutants
