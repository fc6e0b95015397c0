# Warnings, sanitizers and hardening. Options are set by CMakePresets.json.
option(BACKFILE_WERROR "Warnings are errors" OFF)
option(BACKFILE_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(BACKFILE_THREAD_SANITIZE "Thread sanitizer" OFF)
option(BACKFILE_FUZZ "libFuzzer targets (needs clang)" OFF)
option(BACKFILE_COVERAGE "gcov counters" OFF)

set(BACKFILE_WARNINGS
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wvla -Wformat=2 -Wundef
    -Wwrite-strings)
set(BACKFILE_C_WARNINGS -Wstrict-prototypes -Wmissing-prototypes)
add_compile_options(${BACKFILE_WARNINGS} "$<$<COMPILE_LANGUAGE:C>:${BACKFILE_C_WARNINGS}>")
if(BACKFILE_WERROR)
    add_compile_options(-Werror)
endif()

add_compile_definitions(_GNU_SOURCE _FILE_OFFSET_BITS=64)

if(BACKFILE_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
if(BACKFILE_THREAD_SANITIZE)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
endif()
if(BACKFILE_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(BACKFILE_COVERAGE)
    add_compile_options(--coverage)
    add_link_options(--coverage)
endif()

# Hardening needs optimisation, so it goes with the release build only.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    set(CMAKE_C_FLAGS_RELEASE "-O2 -g")     # asserts stay in: a programmer's mistake must stop the program
    set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g")
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
    if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
        add_compile_options(-fstack-clash-protection -fcf-protection)
    endif()
    add_link_options(-Wl,-z,relro,-z,now -pie)
endif()
