/* The table of the commands, from which parsing, help and completion follow. */
#include "cli/command.h"

/* Python's own help says more than the table. */
#define TL_PACKAGED(name, usage, summary)                                                                    \
    {name, usage, summary, "Done by the Python package: tillit " name " --help", 0, TL_MOST_FILES, NULL},

/* Of the commands that take --checkpoint. */
#define CHECKPOINT                                                                                           \
    "--checkpoint FILE keeps what the runs have come to, every 10 minutes (--every) and when it is\n"        \
    "stopped (SIGTERM, SIGINT, SIGHUP and the like): the same command goes on from it, to the same\n"        \
    "bits, on any number of threads. It is removed when all is done. --histories DIR keeps worlds at the\n"  \
    "end of their burn-in: runs of other commands with the same history and seed begin there."

const tl_Command tl_commands[] = {
    {"run",
     "CONFIG [--lang sv|en] [--out FILE] [--set PATH=VALUE]... [--threads N] [--checkpoint FILE] [--every MINUTES] [--histories DIR] "
     "[--kernel NAME] [--overwrite] [--plan] [--quiet]",
     "simulate a config and write its results",
     "Without --out the table is printed and nothing is written. --plan predicts time, memory and disk "
     "only.\n"
     "A resolved config, as config prints it, is read too.\n" CHECKPOINT,
     1, 1, tl_command_run},
    {"compare",
     "A B [--lang sv|en] [--out FILE] [--set PATH=VALUE]... [--threads N] [--kernel NAME] [--overwrite] [--plan] "
     "[--quiet]",
     "two configs on the same seeds: differences with 95 % intervals",
     "Both must have the same seed, replicates, days and burn-in. --set applies to both.", 2, 2,
     tl_command_compare},
    {"experiment",
     "EXPERIMENT [--municipality NAME] [--what-if NAME=VALUE]... [--like ARM] [--lang sv|en] [--format text|json] "
     "[--out FILE] [--set PATH=VALUE]... [--threads N] [--checkpoint FILE] [--every MINUTES] [--histories DIR] [--overwrite] [--plan] "
     "[--quiet]",
     "several arms of one question on the same seeds",
     "EXPERIMENT is a preset by its name (tillit presets), or a file. --municipality asks it of any of the 290\n"
     "(tillit municipalities), or of a file that tillit new-municipality wrote. --what-if \"employees per "
     "manager=25\" adds an\n"
     "arm that is like the first that changes (or like the arm of --like) but for that: from the start, or on the day of\n"
     "its first change. Where it is so in every arm that changes, it is like the one that goes on as before.\n"
     "Names in either language, by their path or by how they begin: tillit params, tillit explain NAME. Shares in per "
     "cent, too: \"own time=10 %\".\n"
     "Arms, outcomes and claims stand in the file. An arm at equal cost first has its lever moved until "
     "its cost is\n"
     "that of the first arm. --set applies to all arms; --set PATH?=VALUE only where an arm does not set "
     "PATH itself.\n" CHECKPOINT,
     1, 1, tl_command_experiment},
    {"sweep",
     "EXPERIMENT [--out DIR] [--threads N] [--shard I/N] [--runs FILE] [--plan] [--retry-failed] [--set "
     "PATH=VALUE]... [--part-runs N] [--kernel NAME] [--quiet]",
     "all runs of an experiment's design, kept as they finish; started again, it goes on",
     "The design stands in the experiment's 'sweep' (experiments/SWEEPS.md); without one, the arms are its "
     "points.\n"
     "DIR is results/NAME.sweep if not said. --shard I/N does run I, I + N, I + 2 N ... and may run beside "
     "the others;\n"
     "SLURM_ARRAY_TASK_ID says the same. --runs FILE does only the runs listed there, those that failed "
     "too (merge\n"
     "--todo writes such a list); its shards are of the list. SIGTERM, SIGINT, SIGHUP and the like end it: "
     "what is done stays. Then: tillit merge DIR.\n"
     "Finished runs go to the disk N at a time (1000), and at least once a minute.\n"
     "--plan measures one short run and says what the sweep will cost. --retry-failed runs only what "
     "failed.\n"
     "The exit code is 1 if a run failed or is still to do.",
     1, 1, tl_command_sweep},
    {"status", "DIR", "what a sweep has done, what failed and why, what is left",
     "Reads the folder only. Names what programs that were killed left under temporary names, in a folder "
     "of other\n"
     "results too; the next run that writes there removes it, unless it is another machine's.",
     1, 1, tl_command_status},
    {"merge", "DIR [--out FILE] [--todo FILE] [--overwrite]", "one file of all runs of a sweep",
     "FILE is DIR.h5 if not said, and opens as NetCDF-4. Runs that are missing are named; the file is "
     "written all the\n"
     "same, marked incomplete, and the exit code is 1. --todo writes the numbers of the runs still to do, "
     "for sweep --runs.",
     1, 1, tl_command_merge},
    {"claims",
     "EXPERIMENT [--municipality NAME] [--lang sv|en] [--format text|json] [--set PATH=VALUE]... [--threads N] [--quiet]",
     "what an experiment's claims are worth, and what they rest on",
     "Each contested coefficient is set to zero in turn. Where a claim does not move its outcome, what its "
     "arms differ in is put\n"
     "to the ends of its ranges, to see whether the claim can come out at all; with --format json each lever "
     "alone, too. Exit\n"
     "code 0 whenever the claims could be evaluated.\n"
     "What is reckoned is kept in results/ until all is: stopped and started again, it goes on.",
     1, 1, tl_command_claims},
    {"digest", "FILE [--set PATH=VALUE]...", "what an experiment asks, in 16 digits: what belongs together",
     "FILE is an experiment, or the result of one. Tables of claims and of robustness carry the digest of "
     "theirs.\n"
     "Seeds and settings count; the number of replicates, what is recorded, and texts for people do not.",
     1, 1, tl_command_digest},
    {"presets", "[--lang sv|en]", "the experiments that come with Tillit", "", 0, 0, tl_command_presets},
    {"verify", "FILE [--sample N] [--threads N] [--quiet]",
     "rerun a result file from what stands in it: do the same bits come back?",
     "Every value in the file is compared. --sample N reruns the first N replicates of each arm only, and "
     "of a merged\n"
     "sweep all replicates of N points. On a difference the first day, group and variable are named (of a "
     "sweep, the\n"
     "first run), and the exit code is 1.",
     1, 1, tl_command_verify},
    {"config", "FILE [--arm N] [--run K] [--municipality NAME] [--set PATH=VALUE]...",
     "the exact config of a result file or sweep, which run reads again; of an experiment, what it asks",
     "Printed as JSON, every parameter resolved; kept in a file (.json, or .yaml), run reads it. --arm "
     "counts from\n"
     "1 (the first, if not said). FILE may be a sweep, merged or its folder: --run K takes the config of "
     "run K, whose\n"
     "last replicate is that run. Of an experiment, its file or a preset by its name, what it asks is printed: arms, "
     "outcomes,\n"
     "claims, windows, as a result file keeps it; of another municipality with --municipality.",
     1, 1, tl_command_config},
    {"diff", "A B", "where two configs or two result files differ: configs, then trajectories",
     "Each is a config or a result file. The exit code is 0 if nothing differs, 1 if something does.", 2, 2,
     tl_command_diff},
    {"check", "CONFIG... [--set PATH=VALUE]... [--format text|json] [--lang sv|en]",
     "read configs, report every error, run nothing",
     "Also says what was filled in for the municipality and from where.", 1, TL_MOST_FILES, tl_command_check},
    {"params", "[--format text|markdown|json] [--lang sv|en]",
     "every parameter and lever: default, range, status, source", "", 0, 0, tl_command_params},
    {"measures", "[--format text|markdown] [--lang sv|en]", "every measure and counter", "", 0, 0,
     tl_command_measures},
    {"schedule", "[--format text|markdown]", "the model's day: mechanisms in their order", "", 0, 0,
     tl_command_schedule},
    {"explain", "PARAMETER|MEASURE [--lang sv|en]", "all that is known about one parameter or measure",
     "Named by its path or by its words in either language: tillit explain \"medarbetare per chef\" --lang sv.",
     1, 1, tl_command_explain},
    {"municipalities", "[TEXT]", "municipalities that can be named, or those whose name contains TEXT", "", 0,
     1, tl_command_municipalities},
    {"new-municipality", "NAME [--from FILE] [--out FILE] [--lang sv|en] [--overwrite]",
     "a config of your own municipality, from twelve figures",
     "The figures are read from FILE, a small CSV file with one a line (recipients;480), or asked for on "
     "the terminal:\n"
     "recipients, hours, areas, staff, span, hourly share, absence, staff met, satisfied, SEK an hour, "
     "officers, providers;\n"
     "or in Swedish, as in configs/uppgifter.csv, a form to fill in. Shares are in per cent. What is not "
     "known is left out\n"
     "and filled from the Swedish median. Writes NAME.yaml if --out says nothing else, runs it, and prints "
     "the model beside\n"
     "the figures.",
     1, 1, tl_command_new_municipality},
#include "cli/package.def"
    {"completion", "bash",
     "completion of commands, options and names for a shell: source <(tillit completion bash)",
     "make install puts it where bash looks for it.", 1, 1, tl_command_completion},
    {"version", "", "version, commit, compiler, flags", "", 0, 0, tl_command_version},
};

const int tl_command_count = (int)(sizeof tl_commands / sizeof tl_commands[0]);
