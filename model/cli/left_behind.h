/* What stands in a folder under temporary names, for people. */
#ifndef TL_LEFT_BEHIND_H
#define TL_LEFT_BEHIND_H

/* Prints the temporary files of a folder, of its parts and of what is merged from it; how many there are. */
int tl_left_behind_print(const char *folder);

#endif
