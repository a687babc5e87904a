#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/model.h"
#include "engine/workflow/report.h"

namespace hs::workflow {

/// The names that `setup` gives, and which of them are used.
struct Setup {
    template <typename T>
    struct Named {
        T value;
        std::string pointer;
        bool used = false;
    };
    struct Command {
        std::string agent;
        std::string command;
    };
    std::map<std::string, Named<OrderedJson>, std::less<>> guards;
    std::map<std::string, Named<Delay>, std::less<>> delays;
    std::map<std::string, Named<Command>, std::less<>> actions;
    std::map<std::string, TaskPolicy, std::less<>> actors;
    std::vector<Trigger> triggers;
    std::vector<Schedule> schedules;
};

/// Reads `setup` and what an invoke shares with it (rules F10 to F13, D10, T7, T8).
class SetupReader {
public:
    SetupReader(Report &report, const AgentCatalog &catalog) : m_report(report), m_catalog(catalog) {}

    [[nodiscard]] Setup read(const OrderedJson &setup, const std::string &pointer);

    /// Takes retry, timeout and compensate (of an actor, also the rest) over into `policy`.
    void readPolicy(const OrderedJson &object, const std::string &pointer, TaskPolicy &policy);
    /// E080.
    void checkSrc(const std::string &src, const std::string &pointer);
    void checkAgent(const std::string &agent, const std::string &command, const std::string &agentPointer,
                    const std::string &commandPointer);
    /// A delay as text: a name of setup.delays, milliseconds or a duration; else E070 or E071.
    [[nodiscard]] std::optional<Delay> readDelayText(const std::string &text, const std::string &pointer, Document::Of what,
                                                     Setup &setup);
    /// E071 when it is no duration and no number of milliseconds.
    [[nodiscard]] std::optional<std::chrono::milliseconds> readDuration(const OrderedJson &value,
                                                                        const std::string &pointer);
    /// E014 when it is no whole number from 1 to 1000000.
    [[nodiscard]] std::optional<int> readCount(const OrderedJson &value, const std::string &pointer,
                                               std::string_view key);

private:
    void readDelays(const OrderedJson &delays, const std::string &pointer, Setup &setup);
    void readActions(const OrderedJson &actions, const std::string &pointer, Setup &setup);
    void readActors(const OrderedJson &actors, const std::string &pointer, Setup &setup);
    void readTriggers(const OrderedJson &triggers, const std::string &pointer, Setup &setup);
    void readSchedules(const OrderedJson &schedules, const std::string &pointer, Setup &setup);
    [[nodiscard]] RetryPolicy readRetry(const OrderedJson &retry, const std::string &pointer);
    [[nodiscard]] RetryEntry readRetryEntry(const OrderedJson &entry, const std::string &pointer, bool last);

    Report &m_report;
    const AgentCatalog &m_catalog;
};

/// Sources that are built in (F12).
[[nodiscard]] const std::vector<std::string> &builtInSources();
/// Letters, digits, _ and -, not starting with a digit (F4).
[[nodiscard]] bool isName(std::string_view text);

} // namespace hs::workflow
