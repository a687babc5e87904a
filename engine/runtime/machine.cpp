#include "engine/runtime/machine.h"

#include <cmath>
#include <fstream>
#include <sstream>
#include <thread>

#include <QStorageInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

#include "engine/runtime/troubles.h"

namespace hs::runtime::machine {

namespace {

constexpr std::array<const char *, 3> Names{"cpu", "memory", "disk"};

double ticksPerSecond()
{
#ifdef Q_OS_UNIX
    if (const long ticks = sysconf(_SC_CLK_TCK); ticks > 0)
        return double(ticks);
#endif
    return 100;
}

/// Processor time of the process in seconds. The name of the program stands in brackets and may hold blanks.
std::optional<double> processorTime(const std::filesystem::path &proc)
{
    std::ifstream file(proc / "self" / "stat");
    std::string line;
    if (!std::getline(file, line))
        return std::nullopt;
    const auto end = line.rfind(')');
    if (end == std::string::npos)
        return std::nullopt;
    std::istringstream fields(line.substr(end + 1));
    std::string skipped;
    for (int i = 0; i < 11; ++i) // from the state to the faults of the children
        fields >> skipped;
    double user = 0, system = 0;
    if (!(fields >> user >> system))
        return std::nullopt;
    return (user + system) / ticksPerSecond();
}

/// The number behind a name, in kB.
std::optional<double> kilobytes(const std::filesystem::path &path, std::string_view name)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(name)) {
            std::istringstream rest(line.substr(name.size()));
            double number = 0;
            return rest >> number ? std::optional(number) : std::nullopt;
        }
    return std::nullopt;
}

std::string titleOf(const std::string &resource)
{
    return resource == "cpu" ? "the processor" : resource == "memory" ? "the memory" : "the disk of the data folder";
}

std::string mendOf(const std::string &resource)
{
    return resource == "disk" ? "free some space on it, or move the data folder to another disk"
                              : "close what else runs on this computer; if it stays, restart the console and send the export of the audit to whoever maintains it";
}

} // namespace

Reader::Reader(std::filesystem::path dataDir, std::filesystem::path proc) : m_dataDir(std::move(dataDir)), m_proc(std::move(proc)) {}

Reading Reader::read()
{
    Reading reading;
    const auto at = std::chrono::steady_clock::now();
    if (const auto seconds = processorTime(m_proc)) {
        if (m_last) {
            const double passed = std::chrono::duration<double>(at - m_last->at).count() * std::max(1U, std::thread::hardware_concurrency());
            if (passed > 0)
                reading.cpu = 100 * std::max(0.0, *seconds - m_last->seconds) / passed;
        }
        m_last = Sample{*seconds, at};
    }
    const auto resident = kilobytes(m_proc / "self" / "status", "VmRSS:");
    const auto total = kilobytes(m_proc / "meminfo", "MemTotal:");
    if (resident && total && *total > 0)
        reading.memory = 100 * *resident / *total;
    const QStorageInfo storage(QString::fromStdString(m_dataDir.string()));
    if (storage.isValid() && storage.bytesTotal() > 0)
        reading.disk = 100 * (1 - double(storage.bytesAvailable()) / double(storage.bytesTotal()));
    return reading;
}

std::vector<Turn> Watch::take(const Reading &reading, Timestamp now)
{
    std::vector<Turn> turns;
    const std::array values{reading.cpu, reading.memory, reading.disk};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i])
            continue;
        auto &one = m_resources[i];
        const auto follow = [&](std::optional<Timestamp> &since, double mark) {
            if (*values[i] <= mark)
                since.reset();
            else if (!since)
                since = now;
        };
        follow(one.high, HighOver);
        follow(one.critical, CriticalOver);
        const auto lasts = [&](const std::optional<Timestamp> &since) { return since && now - *since >= Lasting; };
        const auto state = lasts(one.critical) ? State::Critical : lasts(one.high) ? State::High : !one.high ? State::Well : one.told;
        // From critical it is only well again below the lower mark.
        if (state == one.told || (state == State::High && one.told == State::Critical))
            continue;
        one.told = state;
        turns.push_back({Names[i], state, *values[i], one.high.value_or(now)});
    }
    return turns;
}

void note(Deed &deed, const std::vector<Turn> &turns)
{
    for (const auto &turn : turns) {
        if (turn.state == State::Well) {
            troubles::machineIsWell(deed, turn.resource);
            continue;
        }
        const bool critical = turn.state == State::Critical;
        const auto mark = std::to_string(int(critical ? CriticalOver : HighOver));
        troubles::Failure failure;
        failure.component = std::string(troubles::Machine);
        failure.fault = turn.resource;
        failure.what = titleOf(turn.resource) + " has been over " + mark + " % for 5 minutes (" + std::to_string(int(std::lround(turn.percent))) + " %)";
        failure.occasion = toRfc3339(turn.since);
        failure.tried = "it is looked at every minute";
        failure.next = mendOf(turn.resource);
        if (critical) {
            failure.least = troubles::Operational;
            failure.why = "over 90 % is critical";
        }
        troubles::failed(deed, failure);
    }
}

} // namespace hs::runtime::machine
