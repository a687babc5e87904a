#include "engine/http/transfer.h"

#include <utility>

namespace hs::http {

CurlTransport::Transfer::Transfer(Mailbox &home, const Options &options, std::stop_token cancel)
    : m_home(home), m_options(options), m_cancel(std::move(cancel))
{
}

Result<CURL *> CurlTransport::Transfer::begin()
{
    m_easy.reset(curl_easy_init());
    CURL *easy = m_easy.get();
    if (easy == nullptr)
        return fail(Errc::Internal, "no memory for another connection");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L); // signals would hit other threads
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, long(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    HS_TRY(prepare(easy));
    return easy;
}

void CurlTransport::Transfer::watch(CURLM *multi)
{
    m_waker.emplace(m_cancel, Waker{multi});
}

bool CurlTransport::Transfer::connected() const
{
    curl_off_t ready = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_PRETRANSFER_TIME_T, &ready);
    return ready > 0;
}

} // namespace hs::http
