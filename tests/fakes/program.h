#pragma once

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hs::test {

/// A program of its own with pipes to its input and from its output. Killed with the object. Not QProcess: the
/// clone() by which that starts ends in a failed check of clang's thread sanitizer, posix_spawn does not.
class Program {
public:
    /// `additions` ("NAME=value") come to the environment. isStarted() is false when it could not be started.
    Program(const QString &program, const QStringList &arguments, const QStringList &additions = {})
    {
        int in[2], out[2];
        if (::pipe2(in, O_CLOEXEC) != 0)
            return;
        if (::pipe2(out, O_CLOEXEC) != 0) {
            ::close(in[0]);
            ::close(in[1]);
            return;
        }
        m_in = in[1];
        m_out = out[0];
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        std::vector<std::string> words{program.toStdString()};
        for (const QString &argument : arguments)
            words.push_back(argument.toStdString());
        std::vector<std::string> settings;
        for (const QString &addition : additions)
            settings.push_back(addition.toStdString());
        for (char **entry = environ; *entry != nullptr; ++entry)
            settings.emplace_back(*entry); // the first of a name counts
        std::vector<char *> argv = pointersTo(words), envp = pointersTo(settings);
        if (::posix_spawnp(&m_pid, argv[0], &actions, nullptr, argv.data(), envp.data()) != 0)
            m_pid = -1;
        posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]);
        ::close(out[1]);
    }
    ~Program()
    {
        kill();
        closeInput();
        if (m_out >= 0)
            ::close(m_out);
    }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    [[nodiscard]] bool isStarted() const { return m_pid > 0; }
    void write(const QByteArray &bytes) { [[maybe_unused]] const auto written = ::write(m_in, bytes.constData(), size_t(bytes.size())); }
    void closeInput()
    {
        if (m_in >= 0)
            ::close(m_in);
        m_in = -1;
    }
    /// One line with its end; empty at the end of the output, or when none comes within `patienceMs`.
    [[nodiscard]] QByteArray readLine(int patienceMs)
    {
        while (!m_read.contains('\n')) {
            pollfd ready{m_out, POLLIN, 0};
            char bytes[4096];
            if (::poll(&ready, 1, patienceMs) <= 0)
                return {};
            const auto count = ::read(m_out, bytes, sizeof bytes);
            if (count <= 0)
                return {};
            m_read.append(bytes, qsizetype(count));
        }
        const auto line = m_read.left(m_read.indexOf('\n') + 1);
        m_read.remove(0, line.size());
        return line;
    }
    /// Closes its input, which asks it to end; kills it when it has not within `patienceMs`.
    void end(int patienceMs)
    {
        closeInput();
        if (m_pid > 0) {
            pollfd ended{int(::syscall(SYS_pidfd_open, m_pid, 0)), POLLIN, 0};
            ::poll(&ended, 1, patienceMs);
            ::close(ended.fd);
        }
        kill();
    }
    /// Waits for its end: the exit code, or below 0 when it did not start or a signal ended it.
    int wait()
    {
        if (m_pid <= 0)
            return m_code;
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR)
            ;
        m_pid = -1;
        m_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return m_code;
    }
    void kill()
    {
        if (m_pid > 0)
            ::kill(m_pid, SIGKILL);
        wait();
    }

    /// Runs it to its end.
    static int run(const QString &program, const QStringList &arguments) { return Program(program, arguments).wait(); }

private:
    static std::vector<char *> pointersTo(std::vector<std::string> &texts)
    {
        std::vector<char *> pointers;
        for (std::string &text : texts)
            pointers.push_back(text.data());
        pointers.push_back(nullptr);
        return pointers;
    }

    pid_t m_pid = -1;
    int m_in = -1;
    int m_out = -1;
    int m_code = -2;
    QByteArray m_read;
};

} // namespace hs::test
