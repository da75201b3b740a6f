// The number in its own file: for everybody else it is a constant.
namespace mutants {

int chosen = 0;

void Choose(int number) { chosen = number; }

}  // namespace mutants
