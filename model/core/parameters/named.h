/* Texts for the members of an enum, of which `last` is the last: a function that gives each its own. */
#ifndef TL_NAMED_H
#define TL_NAMED_H

#define TL_NAMED(Type, function, last, ...)                                                                  \
    const char *function(Type member)                                                                        \
    {                                                                                                        \
        static const char *const texts[] = {__VA_ARGS__};                                                    \
        _Static_assert(sizeof texts / sizeof texts[0] == (last) + 1, "a text each");                         \
        return texts[member];                                                                                \
    }

#endif
