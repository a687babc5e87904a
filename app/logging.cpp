#include "app/logging.h"

#include <memory>
#include <vector>

#include <QtGlobal>
#include <QString>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/vocabulary/clock.h"
#include "engine/vocabulary/json.h"

namespace hs::app {

namespace {

constexpr std::size_t FileBytes = 10U << 20U;
constexpr std::size_t Files = 7;

/// One JSON object a line, so that other programs can read the files.
class JsonLine final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg &message, spdlog::memory_buf_t &out) override
    {
        const auto at = std::chrono::floor<std::chrono::milliseconds>(message.time);
        const auto level = spdlog::level::to_string_view(message.level);
        const auto line = dump({{"time", toRfc3339(at)}, {"level", std::string(level.data(), level.size())},
                                {"message", std::string(message.payload.data(), message.payload.size())}})
            + "\n";
        out.append(line.data(), line.data() + line.size());
    }
    [[nodiscard]] std::unique_ptr<formatter> clone() const override { return std::make_unique<JsonLine>(); }
};

void fromQt(QtMsgType type, const QMessageLogContext &, const QString &text)
{
    const auto line = text.toStdString();
    switch (type) {
    case QtDebugMsg:
        spdlog::debug("{}", line);
        break;
    case QtInfoMsg:
        spdlog::info("{}", line);
        break;
    case QtWarningMsg:
        spdlog::warn("{}", line);
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        spdlog::error("{}", line);
        break;
    }
}

} // namespace

void startLogging(const std::filesystem::path &dataDir, const std::string &level)
{
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_color_sink_mt>()};
    try {
        std::filesystem::create_directories(dataDir / "logs");
        auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>((dataDir / "logs" / "console.jsonl").string(), FileBytes, Files);
        file->set_formatter(std::make_unique<JsonLine>());
        sinks.push_back(std::move(file));
    } catch (const std::exception &) {
        // A folder that cannot be written is told by the store, with what to do; stderr still logs.
    }
    auto logger = std::make_shared<spdlog::logger>("console", sinks.begin(), sinks.end());
    logger->set_level(spdlog::level::from_str(level.empty() ? "info" : level));
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    qInstallMessageHandler(fromQt);
}

} // namespace hs::app
