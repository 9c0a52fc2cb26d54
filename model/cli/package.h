/* Commands of the Python package (package.def), which are listed here and carried out there. */
#ifndef TL_PACKAGE_H
#define TL_PACKAGE_H

/* Becomes Python, with the arguments that the program was called with; comes back, with an exit code and a
 * message, only where there is no interpreter to become. It is the one in $TILLIT_PYTHON, else the one in the
 * program's folder or in the .venv of the checkout it was built in, else python3 on the path. */
int tl_package_run(char **arguments);

#endif
