/* Text as it is shown to people. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/shown.h"
#include "support/testlib.h"

#define assert_prints(wanted, ...)                                                                           \
    do {                                                                                                     \
        char *text_ = NULL;                                                                                  \
        size_t size_;                                                                                        \
        FILE *to_ = open_memstream(&text_, &size_);                                                          \
        tl_print(to_, __VA_ARGS__);                                                                          \
        fclose(to_);                                                                                         \
        assert_string_equal(text_, wanted);                                                                  \
        free(text_);                                                                                         \
    } while (0)

/* What the C library prints, tl_print prints. */
#define assert_same(...)                                                                                     \
    do {                                                                                                     \
        char wanted_[200];                                                                                   \
        snprintf(wanted_, sizeof wanted_, __VA_ARGS__);                                                      \
        assert_prints(wanted_, __VA_ARGS__);                                                                 \
    } while (0)

static void numbers_are_printed_as_by_the_library(void **state)
{
    (void)state;
    assert_same("100 %% of %d, %5d|%-5d|%05d|%+d|% d", 7, 8, 9, 10, 11, 12);
    assert_same("%lld %llu %zu %ld %016llx", -1LL, 2ULL, (size_t)3, 4L, 0xabcULL);
    assert_same("%.17g %g %8.3f %-8.1f| %.0f %e %*.*f", 0.1, 1e9, 2.5, 3.25, 4.0, 5e-5, 9, 2, 6.125);
    assert_same("%c%c %u %x", 'a', 'b', 3u, 255u);
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_same("%s|%10s|%-10s|%.3s|%*s|%-*s|%.*s\n", "one", "two", "three", "four", 6, "five", 6, "six", 2,
                "seven");
    assert_prints("Öland   |   Åre|\r\n", "%-8s|%6s|\r\n", "Öland",
                  "Åre"); /* letters, not bytes; the format is ours */
    assert_prints("a\\b", "%s", "a\\b");
}

static void what_steers_a_terminal_is_escaped(void **state)
{
    (void)state;
    assert_prints("\\u001b[2J\\u0007\\n\\t\\r\\u007f", "%s", "\033[2J\a\n\t\r\x7f");
    assert_prints("\\u009b \\u202e \\u2066 \\u200f \\u2028", "%s",
                  "\xc2\x9b \xe2\x80\xae \xe2\x81\xa6 \xe2\x80\x8f \xe2\x80\xa8");
    assert_prints("\\n", "%c", '\n');
    assert_prints("   \\n|\\n   |", "%5s|%-5s|", "\n", "\n");
}

static void bytes_that_are_no_letters_are_shown_as_numbers(void **state)
{
    (void)state;
    assert_prints(
        "\\x9b \\xff \\xc0\\x80 \\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80", "%s",
        "\x9b \xff \xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80"); /* overlong, surrogate, beyond the last */
    assert_prints("\\xc3", "%s", "\xc3");
}

static void no_letter_is_cut_in_half(void **state)
{
    (void)state;
    assert_prints("a|aå|a\\xff", "%.2s|%.3s|%.2s", "aå", "aåb", "a\xff z");
    char shown[6];
    tl_shown("abåå", shown, sizeof shown);
    assert_string_equal(shown, "abå");
    tl_shown("ab\033", shown, sizeof shown);
    assert_string_equal(shown, "ab");
}

static void lines_of_our_own_stay_lines(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    tl_print_lines(to, "{\n \"a\": \"\xc2\x9b\"\n}\n");
    fclose(to);
    assert_string_equal(text, "{\n \"a\": \"\\u009b\"\n}\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_printed_as_by_the_library),
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(what_steers_a_terminal_is_escaped),
        cmocka_unit_test(bytes_that_are_no_letters_are_shown_as_numbers),
        cmocka_unit_test(no_letter_is_cut_in_half),
        cmocka_unit_test(lines_of_our_own_stay_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
