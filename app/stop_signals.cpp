#include "app/stop_signals.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

namespace hs::app {

namespace {

std::array<int, 2> sockets{-1, -1}; // written by the handler, read by the event loop

void onSignal(int)
{
    const char byte = 1;
    const int before = errno;
    // Nothing can be done about a full socket: an earlier signal is already on its way.
    [[maybe_unused]] const auto written = ::write(sockets[0], &byte, 1);
    errno = before;
}

} // namespace

Result<std::unique_ptr<StopSignals>> StopSignals::listen(std::function<void()> stop)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, sockets.data()) != 0)
        return fail(Errc::Unavailable, std::string("signals can't be heard: ") + std::strerror(errno));
    std::unique_ptr<StopSignals> made(new StopSignals(std::move(stop)));
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    return made;
}

StopSignals::StopSignals(std::function<void()> stop) : m_notifier(sockets[1], QSocketNotifier::Read)
{
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [stop = std::move(stop)] {
        char byte = 0;
        while (::read(sockets[1], &byte, 1) > 0)
            ;
        stop();
    });
}

StopSignals::~StopSignals() = default;

} // namespace hs::app
