#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "engine/workflow/machine.h"

// How many steps a second one core takes: bench_workflow MACHINES.json NAME memory|stored SECONDS
// `memory` keeps one instance and steps it; `stored` reads its snapshot's text, steps, and writes the next, as
// the durable path does. Prints one JSON line: steps, seconds, the context at the end and what a snapshot takes.
namespace {

using namespace hs;
using namespace hs::workflow;
using Clock = std::chrono::steady_clock;

int usage(const std::string &what)
{
    std::cerr << what << "\nbench_workflow MACHINES.json NAME memory|stored SECONDS\n";
    return 2;
}

struct Figures {
    std::size_t steps = 0;
    double seconds = 0;
};

/// Repeats `step(i)` for some seconds; looks at the clock once in a round of events.
template <typename Step>
Figures repeat(double seconds, std::size_t events, Step step)
{
    Figures out;
    const auto begin = Clock::now();
    do {
        for (std::size_t round = 0; round < 100; ++round) {
            for (std::size_t i = 0; i < events; ++i)
                step(i);
        }
        out.steps += 100 * events;
        out.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    } while (out.seconds < seconds);
    return out;
}

[[noreturn]] void failed(const Fault &fault)
{
    std::cerr << name(fault.kind) << ": " << fault.message << '\n';
    std::exit(1);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 5)
        return usage("four arguments are needed");
    std::ifstream file(argv[1]);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto machines = OrderedJson::parse(text, nullptr, false);
    const std::string mode = argv[3];
    if (machines.is_discarded() || !machines.contains(argv[2]) || (mode != "memory" && mode != "stored"))
        return usage("no such machine or mode");
    const OrderedJson &chosen = machines[argv[2]];
    const auto parsed = parseDefinition(chosen["definition"].dump(), AgentCatalog::anything());
    if (!parsed.definition) {
        for (const auto &finding : parsed.findings)
            std::cerr << describe(finding) << '\n';
        return 1;
    }
    std::vector<OrderedJson> events(chosen["events"].begin(), chosen["events"].end());
    const double seconds = std::atof(argv[4]);

    Machine machine(*parsed.definition);
    if (const auto started = machine.start(nullptr, {}); !started)
        failed(started.error());
    Figures figures;
    std::string stored = dumpSnapshot(machine.snapshot());
    if (mode == "memory") {
        figures = repeat(seconds, events.size(), [&](std::size_t i) {
            if (const auto taken = machine.takeEvent(events[i], {}); !taken)
                failed(taken.error());
        });
        stored = dumpSnapshot(machine.snapshot());
    } else {
        std::vector<Input> inputs;
        for (const auto &event : events)
            inputs.emplace_back(EventInput{event});
        figures = repeat(seconds, inputs.size(), [&](std::size_t i) {
            const auto snapshot = parseSnapshot(stored);
            auto next = step(*parsed.definition, *snapshot, inputs[i], {});
            if (!next)
                failed(next.error());
            stored = dumpSnapshot(next->snapshot);
        });
    }
    const OrderedJson line = {{"steps", figures.steps},
                              {"seconds", figures.seconds},
                              {"stepsPerSecond", double(figures.steps) / figures.seconds},
                              {"snapshotBytes", stored.size()},
                              {"end", OrderedJson::parse(stored)["context"]}};
    std::cout << line.dump() << std::endl;
    return 0;
}
