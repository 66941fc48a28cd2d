; The installer for one user of Windows: no administrator's rights, its own folder, start menu, kinds of file.
; makensis -DVERSION=… -DFOLDER=… -DOUT=… nianbao.nsi
; The program is for 64 bits alone, and so is this.
Target amd64-unicode
!include "MUI2.nsh"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao"
!define CLASSES "Software\Classes"

Name "年报"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\nianbao"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText " "
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "年报"
VIAddVersionKey /LANG=2052 "FileDescription" "年报 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "${FOLDER}\nianbao.ico"
!define MUI_UNICON "${FOLDER}\nianbao.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\nianbao.exe"
!define MUI_FINISHPAGE_RUN_TEXT "打开年报"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A kind of file: its ending, its class, what Explorer calls it.
!macro Kind ENDING CLASS WORDS
  WriteRegStr HKCU "${CLASSES}\.${ENDING}" "" "${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" '"$INSTDIR\nianbao.exe",0'
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"$INSTDIR\nianbao.exe" "%1"'
!macroend

; A kind of file that other programs own: offered, never taken.
!macro Offered ENDING
  WriteRegStr HKCU "${CLASSES}\.${ENDING}\OpenWithProgids" "nianbao.report" ""
!macroend

Section
  SetOutPath "$INSTDIR"
  File "${FOLDER}\nianbao.exe"
  File "${FOLDER}\nianbao.com"
  File "${FOLDER}\使用说明.txt"
  File "${FOLDER}\LICENSE-MIT.txt"
  File "${FOLDER}\LICENSE-APACHE.txt"
  File "${FOLDER}\licences.txt"
  File "${FOLDER}\OFL-NotoCJK.txt"
  File "${FOLDER}\OFL-LXGWWenKai.txt"
  File "${FOLDER}\年报使用手册.pdf"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\年报.lnk" "$INSTDIR\nianbao.exe"
  !insertmacro Kind "nianbao" "nianbao.report" "政府信息公开工作年度报告"
  !insertmacro Kind "nianbaos" "nianbao.batch" "一批政府信息公开工作年度报告"
  !insertmacro Offered "pdf"
  !insertmacro Offered "docx"
  WriteRegStr HKCU "${KEY}" "DisplayName" "年报"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" '"$INSTDIR\nianbao.exe",0'
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd

; What the installer brought goes, and nothing else: reports stay where they are, the data folder too.
Section "Uninstall"
  Delete "$INSTDIR\nianbao.exe"
  Delete "$INSTDIR\nianbao.com"
  Delete "$INSTDIR\使用说明.txt"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\OFL-NotoCJK.txt"
  Delete "$INSTDIR\OFL-LXGWWenKai.txt"
  Delete "$INSTDIR\年报使用手册.pdf"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\年报.lnk"
  DeleteRegKey HKCU "${CLASSES}\nianbao.report"
  DeleteRegKey HKCU "${CLASSES}\nianbao.batch"
  DeleteRegKey HKCU "${CLASSES}\.nianbao"
  DeleteRegKey HKCU "${CLASSES}\.nianbaos"
  DeleteRegValue HKCU "${CLASSES}\.pdf\OpenWithProgids" "nianbao.report"
  DeleteRegValue HKCU "${CLASSES}\.docx\OpenWithProgids" "nianbao.report"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd
