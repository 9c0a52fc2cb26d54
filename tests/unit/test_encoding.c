/* Texts in UTF-8 and Windows-1252. */
#include <stdlib.h>
#include <string.h>

#include "support/testlib.h"
#include "system/encoding.h"

static bool is_whole(const char *text)
{
    return tl_utf8_is_whole(text, strlen(text));
}

static void whole_letters_are_utf8(void **state)
{
    (void)state;
    assert_true(tl_utf8_is_whole("", 0));
    assert_true(tl_utf8_is_whole("a\0b", 3));
    assert_true(is_whole("Åre kostar 5 € i \xf0\x9f\x8f\xa0"));
    assert_true(is_whole("\xf4\x8f\xbf\xbf")); /* the last letter that there is */
    assert_false(is_whole("\xc3"));            /* cut off */
    assert_false(is_whole("\xc3(") || is_whole("\xa5"));
    assert_false(is_whole("\xc0\xaf") || is_whole("\xe0\x9f\xbf") ||
                 is_whole("\xf0\x8f\xbf\xbf")); /* too long */
    assert_false(is_whole("\xed\xa0\x80"));     /* half a letter */
    assert_false(is_whole("\xf4\x90\x80\x80")); /* beyond the last */
    assert_false(is_whole("\xff"));
}

static void windows_letters_become_utf8(void **state)
{
    (void)state;
    size_t length;
    char *text = tl_utf8_of_windows("\xc5re \x80 \x96 \xff", 9, &length);
    assert_string_equal(text, "Åre € – ÿ");
    assert_int_equal(length, strlen(text));
    free(text);
    text = tl_utf8_of_windows("a\0b", 3, &length);
    assert_int_equal(length, 3);
    assert_memory_equal(text, "a\0b", 4);
    free(text);
}

static void five_bytes_are_no_letters_of_windows(void **state)
{
    (void)state;
    size_t length;
    int lacking = 0;
    for (int byte = 0; byte < 256; byte++) {
        const char letter = (char)byte;
        char *text = tl_utf8_of_windows(&letter, 1, &length);
        assert_true(text == NULL || tl_utf8_is_whole(text, length));
        lacking += text == NULL;
        free(text);
    }
    assert_int_equal(lacking, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_letters_are_utf8),
        cmocka_unit_test(windows_letters_become_utf8),
        cmocka_unit_test(five_bytes_are_no_letters_of_windows),
    };
    return cmocka_run_group_tests_name("encodings", tests, NULL, NULL);
}
