// What the claims of an experiment are worth, from C++: all arms and replicates in this process.
//
//     c++ -std=c++17 claims.cpp $(pkg-config --cflags --libs tillit) -o claims && ./claims experiments/skonsmo.yaml
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <tillit.h>

namespace
{

struct Free {
    void operator()(tillit_experiment *experiment) const
    {
        tillit_experiment_free(experiment);
    }
    void operator()(tillit_results *results) const
    {
        tillit_results_free(results);
    }
};
using Experiment = std::unique_ptr<tillit_experiment, Free>;
using Results = std::unique_ptr<tillit_results, Free>;

// Takes the messages; throws unless all is well.
void check(tillit_status status, tillit_messages *messages = nullptr)
{
    const std::string said = messages != nullptr ? tillit_messages_text(messages) : "";
    tillit_messages_free(messages);
    if (status != TILLIT_OK) {
        throw std::runtime_error(said.empty() ? tillit_status_text(status) : said);
    }
}

int show(void *, std::int64_t done, std::int64_t total)
{
    std::fprintf(stderr, "\r%3.0f %%", 100.0 * double(done) / double(total));
    return 0; // go on
}

std::string figure(double value)
{
    char text[64];
    tillit_format_number(value, 3, TILLIT_ENGLISH, text, sizeof text);
    return text;
}

void print_claims(const char *path, const char *const *sets, int set_count)
{
    tillit_messages *messages;
    tillit_experiment *read;
    tillit_results *run;
    tillit_status status = tillit_experiment_load(path, sets, set_count, &read, &messages);
    check(status, messages);
    const Experiment experiment(read);
    status = tillit_experiment_run(read, 0, show, nullptr, &run, &messages);
    check(status, messages);
    const Results results(run);
    std::fputc('\n', stderr);
    std::printf("%s\n", tillit_experiment_question(read, TILLIT_ENGLISH));
    for (int i = 0; i < tillit_experiment_claims(read); i++) {
        tillit_claim claim;
        tillit_estimate difference;
        tillit_verdict verdict;
        check(tillit_experiment_claim(read, i, &claim));
        check(tillit_results_claim(run, i, &difference, &verdict));
        std::printf("%-10s %s: %s \u00b1%s %s\n", tillit_verdict_name(verdict, TILLIT_ENGLISH),
                    claim.text[TILLIT_ENGLISH], figure(difference.mean).c_str(),
                    figure(difference.half_width).c_str(),
                    tillit_measure_at(claim.measure)->unit[TILLIT_ENGLISH]);
    }
}

} // namespace

int main(int argc, char **argv)
{
    try {
        print_claims(argc > 1 ? argv[1] : "experiments/skonsmo.yaml", argv + 2, argc > 2 ? argc - 2 : 0);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
