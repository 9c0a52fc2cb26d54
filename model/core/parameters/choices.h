/* What follows from the names of a choice, such as CHOICE(two_sided, scalar) in parameters.def: their number, their text
 * and a constant each. Two to six names; a parameter that is a number has none. */
#ifndef TL_CHOICES_H
#define TL_CHOICES_H

#define TL_NAMES_REAL
#define TL_NAMES_INTEGER
#define TL_NAMES_CHOICE(...) __VA_ARGS__

#define TL_SEVENTH(a, b, c, d, e, f, seventh, ...) seventh
#define TL_EACH_2(X, field, a, b) X(field, a) X(field, b)
#define TL_EACH_3(X, field, a, ...) X(field, a) TL_EACH_2(X, field, __VA_ARGS__)
#define TL_EACH_4(X, field, a, ...) X(field, a) TL_EACH_3(X, field, __VA_ARGS__)
#define TL_EACH_5(X, field, a, ...) X(field, a) TL_EACH_4(X, field, __VA_ARGS__)
#define TL_EACH_6(X, field, a, ...) X(field, a) TL_EACH_5(X, field, __VA_ARGS__)
#define TL_EACH(X, field, ...)                                                                               \
    TL_SEVENTH(__VA_ARGS__, TL_EACH_6, TL_EACH_5, TL_EACH_4, TL_EACH_3, TL_EACH_2, , 0)                      \
    (X, field, __VA_ARGS__)

#define TL_CHOICE_COUNT(...) TL_SEVENTH(__VA_ARGS__, 6, 5, 4, 3, 2, 1, 0)

/* "two_sided|scalar" */
#define TL_CHOICE_TEXT(...) &TL_EACH(TL_AFTER_A_BAR, , __VA_ARGS__)[1]
#define TL_AFTER_A_BAR(field, name) "|" #name

/* enum { TL_opinion_form_two_sided, TL_opinion_form_scalar }; */
#define TL_CHOICE_ENUM(field, ...)                                                                           \
    TL_SEVENTH(__VA_ARGS__, TL_SOME, TL_SOME, TL_SOME, TL_SOME, TL_SOME, TL_NONE, 0)(field, __VA_ARGS__)
#define TL_SOME(field, ...) enum { TL_EACH(TL_CONSTANT_OF, field, __VA_ARGS__) };
#define TL_NONE(field, none)
#define TL_CONSTANT_OF(field, name) TL_##field##_##name,

#endif
