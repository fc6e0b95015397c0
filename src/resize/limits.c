/* Walls around the decoders: limits of the system on memory, time and output; then a filter of system calls.
 *
 * The filter names what is refused, not what is allowed: libvips starts threads and reads its own files, and
 * what a version of it needs is not known to us. Refused are the ways out: sockets, other programs, other
 * processes, tracing, mounting, opening anything for writing. Where the system has no filters, the limits
 * stand alone. */
#include "resize/resize.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void limit(int resource, rlim_t value)
{
    struct rlimit both = {value, value};
    (void)setrlimit((__rlimit_resource_t)resource, &both);
}

void limits_set(void)
{
    enum { MEMORY_MB = 1024, CPU_S = 8, OUTPUT_MB = 32 };
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20); /* a sanitizer's own map of memory is larger than any limit */
#endif
    limit(RLIMIT_CPU, CPU_S);
    limit(RLIMIT_FSIZE, (rlim_t)OUTPUT_MB << 20);
    limit(RLIMIT_CORE, 0);
    (void)setpriority(PRIO_PROCESS, 0, 10); /* readers go first */
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE(call, error)                                                                                  \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), ANSWER(SECCOMP_RET_ERRNO | (error))
/* Refused unless argument `number` has none (or, with 1 and 0 changed, all) of the bits. */
#define REFUSE_BITS(call, argument, bits)                                                                    \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4), LOAD(args[argument]),                                 \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), ANSWER(SECCOMP_RET_ERRNO | EPERM),               \
        ANSWER(SECCOMP_RET_ALLOW)
#define REFUSE_WITHOUT_BITS(call, argument, bits)                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 4), LOAD(args[argument]),                                 \
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 1, 0), ANSWER(SECCOMP_RET_ERRNO | EPERM),               \
        ANSWER(SECCOMP_RET_ALLOW)

void limits_close_doors(void)
{
    (void)unshare(CLONE_NEWUSER | CLONE_NEWNET); /* often not allowed; the filter stands for it */
    (void)prctl(PR_SET_DUMPABLE, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return;
#ifdef ARCHITECTURE
    enum { FOR_WRITING = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC };
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#ifdef __x86_64__
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), /* the calls of x32 */
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        REFUSE(__NR_fork, EPERM),
        REFUSE(__NR_vfork, EPERM),
        REFUSE(__NR_creat, EPERM),
        REFUSE_BITS(__NR_open, 1, FOR_WRITING),
#endif
        REFUSE(__NR_socket, EPERM),
        REFUSE(__NR_socketpair, EPERM),
        REFUSE(__NR_connect, EPERM),
        REFUSE(__NR_execve, EPERM),
        REFUSE(__NR_execveat, EPERM),
        REFUSE(__NR_ptrace, EPERM),
        REFUSE(__NR_process_vm_readv, EPERM),
        REFUSE(__NR_process_vm_writev, EPERM),
        REFUSE(__NR_kill, EPERM),
        REFUSE(__NR_mount, EPERM),
        REFUSE(__NR_unshare, EPERM),
        REFUSE(__NR_setns, EPERM),
        REFUSE(__NR_bpf, EPERM),
        REFUSE(__NR_keyctl, EPERM),
        REFUSE(__NR_io_uring_setup, EPERM),
        REFUSE(__NR_unlinkat, EPERM),
        REFUSE(__NR_renameat2, EPERM),
        REFUSE(__NR_openat2, ENOSYS),
        REFUSE(__NR_clone3, ENOSYS), /* its flags lie in memory; clone is used instead */
        REFUSE_WITHOUT_BITS(__NR_clone, 0, CLONE_THREAD),
        REFUSE_BITS(__NR_openat, 2, FOR_WRITING),
        ANSWER(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
#endif
}
